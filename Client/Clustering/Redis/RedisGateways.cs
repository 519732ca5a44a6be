using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using StackExchange.Redis;

namespace OrleansInference.Client.Clustering;

/// <summary>Gateways as the silos have registered them in Redis.</summary>
internal static class RedisGateways
{
    /// <summary>There is nothing that keeps this build from it.</summary>
    public static string? Objection => null;

    /// <summary>What went wrong, where it was Redis; its own message is about how the client library could be set.</summary>
    public static string? Reason(Exception cause) => cause is RedisConnectionException redis ? $"Redis does not answer ({redis.FailureType})" : null;

    public static void Use(IClientBuilder client, InferenceClusterOptions options) => client.UseRedisClustering(redis =>
    {
        redis.ConfigurationOptions = ConfigurationOptions.Parse(options.Redis!);
        if (options.RedisPasswordPath is { } path)
            redis.ConfigurationOptions.Password = File.ReadAllText(path).TrimEnd('\r', '\n');
    });
}
