namespace OrleansInference.FrontDoors.Grpc.Scaling;

/// <summary>What KEDA may ask for. Its name, in lower case, is the metric's.</summary>
internal enum ScalerMetric
{
    /// <summary>Silos that are wanted; an HPA that holds it at 1 a pod has exactly so many pods.</summary>
    Silos,

    /// <summary>Replicas that are wanted.</summary>
    Replicas,

    /// <summary>Offered work over ready replicas; for a trigger with <c>metricType: Value</c>, since it does not shrink as pods are added to it.</summary>
    Utilisation,
}
