using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansInference.Autoscaling;
using OrleansInference.Drills.Load;
using OrleansInference.Routing;

namespace OrleansInference.Drills.Clusters;

/// <summary>Says on which silos the single grains of a cluster are: as a client of the cluster that asks its directory.</summary>
internal sealed class GrainPlaces : IAsyncDisposable
{
    private readonly IHost _client;

    private GrainPlaces(IHost client) => _client = client;

    private IGrainFactory Grains => _client.Services.GetRequiredService<IGrainFactory>();

    public static async Task<GrainPlaces> ConnectAsync(string redis, string clusterId)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client.UseRedisClustering(redis)
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (clusterId, DrillCluster.Service)));
        var host = builder.Build();
        await host.StartAsync();
        return new GrainPlaces(host);
    }

    /// <summary>The silo port of the silo with the router of the model that is asked; null where it is not active.</summary>
    public Task<int?> RouterAsync() => PlaceAsync(Grains.GetGrain<IRouterGrain>(ProbeRequest.Model));

    /// <summary>Likewise, of the autoscaler.</summary>
    public Task<int?> AutoscalerAsync() => PlaceAsync(Grains.GetGrain<IAutoscaleGrain>(0));

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
    }

    private async Task<int?> PlaceAsync(IAddressable grain)
    {
        var silo = await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
        return silo?.Endpoint.Port;
    }
}
