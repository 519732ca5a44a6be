using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Hosting;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Bench;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Models.Managed;
using OrleansInference.SavedState;

namespace OrleansInference.Simulation;

/// <summary>
/// A simulated server whose one model the autoscaler scales. A replica does ten requests in four seconds, a silo has room for two that are busy, and an orchestrator
/// starts further silos.
/// </summary>
internal sealed class ScaledServer : IDisposable
{
    /// <summary>Offered work is this, in replicas, for each request per second: a full batch of four takes 1.6 s.</summary>
    public const double WorkSeconds = 0.4;

    private static readonly ModelVersion Model = new(TimedModel.Name, 1);
    private static readonly TimeSpan StartDelay = TimeSpan.FromSeconds(10);

    /// <param name="storage">What outlives the silos; null: nothing does.</param>
    public ScaledServer(int seed, ScalingSpec spec, SimulatedStorage? storage = null)
    {
        Server = new SimulatedServer(seed)
        {
            LoadTime = TimeSpan.FromSeconds(3), Source = new TimedSource { BaseSeconds = 0.8, ItemSeconds = 0.2, Scaling = spec }, Configuring = silo => Configure(silo, storage),
        };
        Orchestrator = new SimulatedOrchestrator(Server.Cluster, Server.Configure, StartDelay) { Stopping = Server.Stop };
    }

    public SimulatedServer Server { get; }

    public SimulatedOrchestrator Orchestrator { get; }

    public TimeProvider Time => Server.Cluster.TimeProvider;

    public IEnumerable<SimulatedSilo> Alive => Server.Alive;

    public void Dispose() => Server.Dispose();

    /// <summary>One silo with the two replicas that are configured, or further ones that begin with none.</summary>
    public void Start(int silos = 1)
    {
        for (var i = 0; i < silos; i++) Server.Cluster.AddSilo(Server.Configure);
        Server.Cluster.Run(() => Server.UntilReplicas(2));
    }

    /// <summary>So many requests per second, for a while; none may fail.</summary>
    public async Task Load(double perSecond, TimeSpan span)
    {
        var outcomes = await Server.Load((int)(perSecond * span.TotalSeconds), TimeSpan.FromSeconds(1) / perSecond, timeLeft: null);
        Assert.All(outcomes, outcome => Assert.Null(outcome.Fault));
    }

    public async Task<AutoscalerStatus> Status() => await StatusFrom(Alive.First()) ?? throw new InvalidOperationException("The autoscaler did not answer.");

    public async Task<VersionScaling> Version() => Assert.Single((await Status()).Versions);

    public async Task Set(ScalingOverride change)
    {
        var door = Alive.First();
        InferenceFault? fault = null;
        await door.RunAsync(async () => fault = await door.Services.GetRequiredService<IAutoscaler>().SetAsync(change with { Model = Model }, default));
        Assert.Null(fault);
    }

    /// <summary>Only there the autoscaler's answer takes no time.</summary>
    public async Task<SimulatedSilo> Host()
    {
        foreach (var silo in Alive.ToList())
        {
            var asked = Server.Cluster.Elapsed;
            await StatusFrom(silo);
            if (Server.Cluster.Elapsed == asked) return silo;
        }
        throw new InvalidOperationException("No silo answered at once.");
    }

    /// <summary>Looks every second, at what is explained too.</summary>
    public async Task Until(Func<VersionScaling, bool> isSo, TimeSpan limit)
    {
        VersionScaling? version = null;
        for (var end = Server.Cluster.Elapsed + limit; Server.Cluster.Elapsed < end;)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Time);
            // While its silo is not known to be dead it does not answer, and before it has heard of all silos it knows no version.
            if (await StatusFrom(Alive.First()) is not { Versions: [var now] }) continue;
            version = now;
            Assert.InRange(now.Wanted, 0, now.Spec.MaxReplicas);
            Assert.All(now.Decisions, decision => Assert.NotEmpty(decision.Reasons));
            if (isSo(now)) return;
        }
        var reasons = version?.Decisions.FirstOrDefault()?.Reasons ?? ImmutableArray<ScalingReason>.Empty;
        Assert.Fail($"Not so within {limit}: {version?.Ready} ready and {version?.Loading} loading of {version?.Wanted} on {Alive.Count()} silos; {string.Join("; ", reasons)}");
    }

    private async Task<AutoscalerStatus?> StatusFrom(SimulatedSilo silo)
    {
        AutoscalerStatus? status = null;
        await silo.RunAsync(async () => (status, _) = await silo.Services.GetRequiredService<IAutoscaler>().StatusAsync(default));
        return status;
    }

    private void Configure(ISiloBuilder silo, SimulatedStorage? storage)
    {
        if (storage is not null)
        {
            silo.Services.AddSingleton(new SavedStateSpec { Place = "the test" });
            silo.Services.AddGrainStorage(SavedStateSpec.StorageName, (_, _) => storage);
        }
        silo.Services.AddSingleton<IHostOrchestrator>(Orchestrator);
        silo.Services.AddSingleton(services => new SiloResources
        {
            Name = services.GetRequiredService<ILocalSiloDetails>().Name,
            Devices = static () => [new DeviceRoom("cpu", Threads: 2, TotalBytes: 0, FreeBytes: 0)],
        });
    }
}
