namespace OrleansInference.Embedded;

/// <summary>The way into the cluster from a node's services.</summary>
internal sealed class ClusterClient(Node node, GrainClasses classes, IServiceProvider services) : GrainFactory(node, classes), IClusterClient
{
    public IServiceProvider ServiceProvider { get; } = services;
}
