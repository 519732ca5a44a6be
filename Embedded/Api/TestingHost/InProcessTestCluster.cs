using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansInference.Embedded;

namespace Orleans.TestingHost;

/// <summary>Several silos and a client, each in a host of its own, in this process.</summary>
public sealed class InProcessTestCluster : IAsyncDisposable
{
    private readonly Fabric _fabric = new(new ThreadPoolDriver());
    private readonly List<InProcessSiloHandle> _silos = [];
    private IHost? _client;
    private short _instances;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    /// <summary>A client outside of the silos.</summary>
    public IClusterClient Client =>
        (_client ?? throw new InvalidOperationException("The client has not been initialized. Call DeployAsync first.")).Services.GetRequiredService<IClusterClient>();

    public ReadOnlyCollection<InProcessSiloHandle> Silos => _silos.AsReadOnly();

    public async Task DeployAsync()
    {
        if (_silos.Count > 0) throw new InvalidOperationException("Cluster host already deployed.");
        await StartSilosAsync(Options.InitialSilosCount);
        if (Options.InitializeClientOnDeploy) await InitializeClientAsync();
    }

    public async Task InitializeClientAsync()
    {
        var builder = Builder("TestClusterClient");
        foreach (var configure in Options.ClientHostConfigurationDelegates) configure(builder);
        builder.UseOrleansClient();
        _client = builder.Build();
        await _client.StartAsync();
    }

    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
    {
        var started = new List<InProcessSiloHandle>();
        for (var i = 0; i < silosToStart; i++) started.Add(await StartAdditionalSiloAsync());
        return started;
    }

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync()
    {
        var instance = _instances++;
        var specific = new InProcessTestSiloSpecificOptions
        {
            SiloName = instance == 0 ? "Primary" : $"Secondary_{instance}",
            SiloPort = EndpointOptions.DEFAULT_SILO_PORT + instance,
            GatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT + instance,
        };
        var builder = Builder(specific.SiloName);
        builder.Services.Configure<SiloOptions>(options => options.SiloName = specific.SiloName);
        builder.Services.Configure<EndpointOptions>(options => (options.SiloPort, options.GatewayPort) = (specific.SiloPort, specific.GatewayPort));
        foreach (var configure in Options.SiloHostConfigurationDelegates) configure(specific, builder);
        builder.UseOrleans();
        var host = builder.Build();
        await host.StartAsync();
        var silo = host.Services.GetRequiredService<Silo>();
        var handle = new InProcessSiloHandle
        {
            SiloHost = host,
            Name = silo.Name,
            InstanceNumber = instance,
            SiloAddress = silo.Address,
            GatewayAddress = silo.GatewayAddress,
        };
        _silos.Add(handle);
        return handle;
    }

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => _silos.Where(silo => silo.IsActive);

    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) => _silos.Find(silo => silo.SiloAddress.Equals(siloAddress));

    /// <summary>The services of a silo; of the first active one where none is named.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        silo is null
            ? GetActiveSilos().First().ServiceProvider
            : (GetSiloForAddress(silo) ?? throw new ArgumentException($"The test silo abstraction for {silo} was not found.", nameof(silo))).ServiceProvider;

    /// <summary>Stops a silo in order.</summary>
    public Task StopSiloAsync(InProcessSiloHandle instance) => RemoveAsync(instance, stopGracefully: true);

    /// <summary>Crashes a silo. The others learn of it as <see cref="ClusterMembershipOptions"/> has it.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => RemoveAsync(instance, stopGracefully: false);

    public async Task StopSilosAsync()
    {
        foreach (var silo in Enumerable.Reverse(_silos).ToArray()) await StopSiloAsync(silo);
    }

    public async Task StopClusterClientAsync()
    {
        if (_client is not null) await _client.StopAsync();
    }

    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        await StopSilosAsync();
    }

    /// <summary>Waits until every active silo knows the same membership, without the silos that are gone.</summary>
    public async Task WaitForLivenessToStabilizeAsync(bool didKill = false)
    {
        var alive = GetActiveSilos().Select(silo => silo.SiloAddress).ToHashSet();
        foreach (var silo in GetActiveSilos().ToArray())
        {
            await foreach (var snapshot in silo.ServiceProvider.GetRequiredService<IClusterMembershipService>().MembershipUpdates)
                if (alive.SetEquals(snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)))
                    break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopClusterClientAsync();
        await StopSilosAsync();
        _client?.Dispose();
    }

    private async Task RemoveAsync(InProcessSiloHandle silo, bool stopGracefully)
    {
        await silo.StopSiloAsync(stopGracefully);
        _silos.Remove(silo);
        await silo.DisposeAsync();
    }

    private HostApplicationBuilder Builder(string name)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = name, EnvironmentName = Environments.Development });
        builder.Services.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Options.ClusterId, Options.ServiceId));
        builder.Services.AddSingleton(_fabric);
        return builder;
    }
}
