using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Runtime;
using OrleansInference.Client.Clusters;

namespace OrleansInference.Client.Clustering;

/// <summary>Orleans' client as this one uses it.</summary>
internal static class ClusterEngine
{
    /// <summary>For a silo that is gone without a word; another is there to be asked.</summary>
    private static readonly TimeSpan OpenConnectionTimeout = TimeSpan.FromSeconds(2);

    /// <summary>For how long nothing is sent to a gateway that refused a connection; as long as a client's own retries take, so that one of them may find it again.</summary>
    private static readonly TimeSpan ConnectionRetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>What this build can't do of what the options ask for.</summary>
    public static string? Objection(InferenceClusterOptions options) => options.UsesRedis ? RedisGateways.Objection : null;

    public static void Configure(IClientBuilder client, InferenceClusterOptions options, GatewayLosses losses)
    {
        if (options.UsesRedis)
            RedisGateways.Use(client, options);
        else
            client.Services.AddSingleton<IGatewayListProvider>(new NamedGateways(options));
        client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.Cluster, options.Service));
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = options.GatewayRefresh);
        client.Configure<ConnectionOptions>(connections =>
            (connections.OpenConnectionTimeout, connections.ConnectionRetryDelay) = (OpenConnectionTimeout, ConnectionRetryDelay));
        client.Configure<ClientMessagingOptions>(messages => messages.MaxMessageBodySize = options.MaxMessageBodyBytes);
        client.UseConnectionRetryFilter((_, _) => Task.FromResult(false)); // ClusterConnection tries again, and says why it has to
        client.AddClusterConnectionStatusObserver(new GatewayWatch(losses));
    }

    public static string Where(InferenceClusterOptions options) =>
        options.UsesRedis ? $"Redis {RedisHosts(options)}" : $"gateways {string.Join(", ", NamedGateways.Of(options))}";

    /// <summary>The cause in a sentence. A gateway that is greeted with another cluster's id closes the connection, and says why to its own log only.</summary>
    public static string Reason(Exception exception) => exception.GetBaseException() switch
    {
        SiloUnavailableException => "no silo of this cluster is registered there",
        ConnectionAbortedException or InvalidOperationException =>
            "the connection was closed when it was opened, as a gateway does for another cluster's id, and what is no gateway at all",
        var cause => RedisGateways.Reason(cause) ?? cause.Message,
    };

    public static string Expected(InferenceClusterOptions options) =>
        (options.UsesRedis ? $"with --cluster redis --redis {RedisHosts(options)}" : "with its --gateway-port there")
        + $" --cluster-id {options.Cluster} --service-id {options.Service}";

    /// <summary>Without what follows them, which may be a password.</summary>
    private static string RedisHosts(InferenceClusterOptions options) =>
        string.Join(",", options.Redis!.Split(',').Where(part => !part.Contains('=', StringComparison.Ordinal)));
}
