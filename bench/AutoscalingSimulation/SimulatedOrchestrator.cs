using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Simulation;

namespace OrleansInference.Bench;

/// <summary>Starts and stops silos of a simulated cluster.</summary>
/// <param name="configure">Of each silo.</param>
/// <param name="startDelay">From the decision until the silo begins.</param>
/// <param name="watch">Notes what is on its way.</param>
internal sealed class SimulatedOrchestrator(SimulatedCluster cluster, Action<ISiloBuilder> configure, TimeSpan startDelay, ReplicaWatch watch) : IHostOrchestrator
{
    private readonly HashSet<SimulatedSilo> _leaving = [];
    private int _wanted;

    public string Name => "simulated";

    /// <summary>Those that are there and stay, in the order of their start.</summary>
    public IEnumerable<SimulatedSilo> Staying => cluster.Silos.Where(silo => silo.IsAlive && !_leaving.Contains(silo));

    public Task<HostStatus> ScaleAsync(HostRequest request, CancellationToken cancellationToken)
    {
        _wanted = request.Silos;
        while (Staying.Count() + watch.Starting < request.Silos)
            Start();
        foreach (var silo in request.Leaving.Take(Math.Max(0, Staying.Count() - request.Silos)))
            if (Staying.FirstOrDefault(each => each.Address.Equals(silo.Address)) is { } found) Stop(found);
        return Task.FromResult(new HostStatus { Asked = request.Silos, Running = Staying.Count() });
    }

    private void Start()
    {
        watch.Starting++;
        _ = StartAsync();
    }

    private async Task StartAsync()
    {
        await Task.Delay(startDelay, cluster.TimeProvider);
        watch.Starting--;
        if (Staying.Count() < _wanted)
            await cluster.AddSiloAsync(configure);
    }

    private void Stop(SimulatedSilo silo)
    {
        _leaving.Add(silo);
        _ = cluster.StopSiloAsync(silo);
    }
}
