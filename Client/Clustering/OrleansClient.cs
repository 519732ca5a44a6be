using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using OrleansInference.Client.Clusters;

namespace OrleansInference.Client.Clustering;

/// <summary>An Orleans client in a container of its own, so that it meets nothing of the application's.</summary>
internal sealed class OrleansClient : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private OrleansClient(ServiceProvider services) => _services = services;

    public IClusterClient Cluster => _services.GetRequiredService<IClusterClient>();

    /// <summary>One attempt; ends when it is connected.</summary>
    public static async Task<OrleansClient> StartAsync(
        InferenceClusterOptions options, GatewayLosses losses, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton(logging);
        services.AddOrleansClient(client =>
        {
            ClusterEngine.Configure(client, options, losses);
            options.Configure?.Invoke(client);
        });
        var orleans = new OrleansClient(services.BuildServiceProvider());
        try
        {
            foreach (var service in orleans._services.GetServices<IHostedService>())
                await service.StartAsync(cancellationToken);
            return orleans;
        }
        catch
        {
            await orleans.DisposeAsync();
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StopAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
