using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansInference.Autoscaling;
using OrleansInference.Serving;

namespace OrleansInference.Orchestration.Processes;

/// <summary>Calls the grains of a server that is a process of its own.</summary>
internal sealed class ClusterClient : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly ServerProcess _server;

    private ClusterClient(IHost host, ServerProcess server) => (_host, _server) = (host, server);

    public static async Task<ClusterClient> Connect(ServerProcess server)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client.UseLocalhostClustering(server.GatewayPort));
        var host = builder.Build();
        await host.StartAsync();
        return new ClusterClient(host, server);
    }

    /// <summary>The silos that are active.</summary>
    public async Task<HostSilo[]> Silos() =>
        [.. (await Grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true)).Select(silo => new HostSilo(silo.SiloName, silo.SiloAddress))];

    /// <summary>Asks the server's orchestrator.</summary>
    public async Task<HostStatus> Scale(int silos, params HostSilo[] leaving)
    {
        var own = (await Silos()).Single(silo => silo.Address.Endpoint.Port == _server.SiloPort).Address;
        return await Grains.GetGrain<IHostGrain>(own.ToParsableString()).Scale(new HostRequest(silos, [.. leaving]));
    }

    /// <summary>Until the server has so many silos, and each of them has loaded each of the sample models.</summary>
    public async Task<HostSilo[]> Serves(int silos)
    {
        await Eventually.Holds(async () =>
            (await Silos()).Length == silos && await Scale(silos) is { Activity: null } status && status.Running == silos
            && (await ReadyReplicas("digits"), await ReadyReplicas("language")) == (silos, silos));
        return await Silos();
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _host.StopAsync(atOnce.Token);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    // Of the cluster; /metrics would tell those of the silo with the doors.
    private async Task<int> ReadyReplicas(string model) =>
        (int)JsonNode.Parse(await _server.Http.GetStringAsync($"v2/models/{model}/traffic"))!["versions"]![0]!["ready_replicas"]!;
}
