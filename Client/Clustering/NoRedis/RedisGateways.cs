using Orleans.Hosting;

namespace OrleansInference.Client.Clustering;

/// <summary>A build without the package for Redis.</summary>
internal static class RedisGateways
{
    public static string? Objection =>
        "Redis: this client was built without Microsoft.Orleans.Clustering.Redis. Build it where that package restores, or set Gateways.";

    public static string? Reason(Exception cause) => null;

    public static void Use(IClientBuilder client, InferenceClusterOptions options) => throw new NotSupportedException(Objection);
}
