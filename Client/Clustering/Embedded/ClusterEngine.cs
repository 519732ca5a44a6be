using Orleans.Hosting;
using OrleansInference.Client.Clusters;

namespace OrleansInference.Client.Clustering;

/// <summary>The embedded engine: silos of this process and no others.</summary>
internal static class ClusterEngine
{
    public static string? Objection(InferenceClusterOptions options) => options.UsesRedis || options.Gateways.Count > 0
        ? "Redis, Gateways: the embedded engine is one process and has no network. Build with -p:GrainEngine=Orleans, or set Address to a grpc:// or http:// door."
        : null;

    // No gateway is lost but with the silo, and calls to a silo that is lost end at once.
    public static void Configure(IClientBuilder client, InferenceClusterOptions options, GatewayLosses losses) =>
        client.UseLocalhostClustering(serviceId: options.Service, clusterId: options.Cluster);

    public static string Where(InferenceClusterOptions options) => "this process, the only one that the embedded engine knows";

    public static string Reason(Exception exception) => exception.Message;

    public static string Expected(InferenceClusterOptions options) => $"of cluster '{options.Cluster}' and service '{options.Service}' in it";
}
