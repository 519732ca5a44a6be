using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;

namespace OrleansInference.Client.Clusters;

/// <summary>The application's own Orleans client. Of lost gateways it tells only its own application.</summary>
internal sealed class ApplicationCluster(IClusterClient client) : IClusterConnection
{
    /// <summary>Beyond what requests usually take; 10 s, about as long as the cluster itself takes to give up a silo that is silent.</summary>
    public static readonly TimeSpan DefaultHedgeAfter = TimeSpan.FromSeconds(10);

    public GatewayLosses Losses { get; } = new();

    public TimeSpan HedgeAfter => DefaultHedgeAfter;

    /// <summary>As the application has set it.</summary>
    public int MaxMessageBytes { get; } = client.ServiceProvider.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.MaxMessageBodySize;

    public ValueTask<IClusterClient> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(client);
}
