using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Simulation;

namespace OrleansInference.Bench;

/// <summary>Starts and stops silos of a simulated cluster.</summary>
/// <param name="configure">Of each silo.</param>
/// <param name="startDelay">From the decision until the silo begins.</param>
internal sealed class SimulatedOrchestrator(SimulatedCluster cluster, Action<ISiloBuilder> configure, TimeSpan startDelay) : IHostOrchestrator
{
    private readonly HashSet<SimulatedSilo> _leaving = [];
    private int _wanted;
    private int _starting;

    public string Name => "simulated";

    /// <summary>Those that are there and stay, in the order of their start.</summary>
    public IEnumerable<SimulatedSilo> Staying => cluster.Silos.Where(silo => silo.IsAlive && !_leaving.Contains(silo));

    /// <summary>Told how many silos are on their way, whenever that changes.</summary>
    public Action<int> Starting { get; init; } = static _ => { };

    /// <summary>How a silo is stopped.</summary>
    public Func<SimulatedSilo, Task> Stopping { get; init; } = cluster.StopSiloAsync;

    /// <summary>What it fails with, whatever it is asked for; null while it works.</summary>
    public string? Problem { get; set; }

    /// <summary>How many silos it was asked for, each time.</summary>
    public List<int> Asked { get; } = [];

    public Task<HostStatus> ScaleAsync(HostRequest request, CancellationToken cancellationToken)
    {
        Asked.Add(request.Silos);
        if (Problem is null) Work(request);
        return Task.FromResult(new HostStatus { Asked = Problem is null ? request.Silos : Staying.Count(), Running = Staying.Count(), Problem = Problem });
    }

    private void Work(HostRequest request)
    {
        _wanted = request.Silos;
        while (Staying.Count() + _starting < request.Silos)
            Start();
        foreach (var silo in request.Leaving.Take(Math.Max(0, Staying.Count() - request.Silos)))
            if (Staying.FirstOrDefault(each => each.Address.Equals(silo.Address)) is { } found) Stop(found);
    }

    private void Start()
    {
        Starting(++_starting);
        _ = StartAsync();
    }

    private async Task StartAsync()
    {
        await Task.Delay(startDelay, cluster.TimeProvider);
        Starting(--_starting);
        if (Staying.Count() < _wanted)
            await cluster.AddSiloAsync(configure);
    }

    private void Stop(SimulatedSilo silo)
    {
        _leaving.Add(silo);
        _ = Stopping(silo);
    }
}
