using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Hosting.Clustering;

namespace OrleansInference.Orchestration.Local;

/// <summary>
/// Keeps as many silos on this machine as were last asked for: its own, which never goes, and further ones that an <see cref="ISiloRunner"/> starts. Counts no silo that
/// somebody else has started. All of them end before the silo that it belongs to does.
/// </summary>
internal sealed partial class LocalOrchestrator(
    ISiloRunner runner, IOptions<HostOptions> options, IOptions<SiloClusterOptions> cluster, IOptions<Microsoft.Extensions.Hosting.HostOptions> host,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<LocalOrchestrator> logger) : IHostOrchestrator, IHostedService
{
    /// <summary>What a silo gets beyond the time that its own host takes to stop it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<ChildSilo> _children = [];
    private readonly Dictionary<string, ChildSpec> _specs = [];

    public string Name => runner.Name;

    public Task<HostStatus> ScaleAsync(HostRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Forget();
            if (!lifetime.ApplicationStopping.IsCancellationRequested) WorkTowards(Math.Clamp(request.Silos, options.Value.MinSilos, options.Value.Most), request);
            return Task.FromResult(Status());
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // The word to stop, which ScaleAsync heeds, came before this.
        ChildSilo[] children;
        lock (_lock) children = [.. _children];
        await Task.WhenAll(children.Select(child => child.LeaveAsync(Bound, cancellationToken)));
        lock (_lock) Forget();
    }

    private TimeSpan Bound => host.Value.ShutdownTimeout + Margin;

    private IEnumerable<ChildSilo> Staying => _children.Where(child => !child.IsLeaving);

    private void WorkTowards(int silos, HostRequest request)
    {
        var excess = 1 + Staying.Count() - silos;
        for (; excess < 0; excess++) Add();
        if (excess == 0) return;

        // One that waits to be started again holds nothing: it goes before one that runs.
        var named = request.Leaving.Select(silo => Staying.FirstOrDefault(child => !child.IsWaiting && child.Is(silo))).OfType<ChildSilo>();
        foreach (var child in Staying.Where(child => child.IsWaiting).Concat(named).Take(excess).ToArray()) Leave(child);
    }

    private void Add()
    {
        var index = 1;
        while (_children.Exists(child => child.Name == NameOf(index))) index++;
        LogStarts(NameOf(index));
        // Whoever stops this process may have told all of its group, and what ends then has not failed.
        _children.Add(new ChildSilo(
            NameOf(index), runner, NewSpec, failure => LogFailed(failure.Tell(time.GetUtcNow())), time, lifetime.ApplicationStopping));
    }

    private string NameOf(int index) => $"{cluster.Value.SiloName}-{index.ToString(CultureInfo.InvariantCulture)}";

    private void Leave(ChildSilo child)
    {
        LogLeaves(child.Name);
        _ = child.LeaveAsync(Bound, CancellationToken.None);
    }

    /// <summary>Ports that were free a moment ago: where one is taken before the silo listens, its run ends, and the next one gets another.</summary>
    private ChildSpec NewSpec(string name)
    {
        lock (_lock)
        {
            _specs.Remove(name);
            var own = cluster.Value;
            var taken = _specs.Values.SelectMany(spec => new[] { spec.SiloPort, spec.GatewayPort }).Append(own.SiloPort).Append(own.GatewayPort).ToHashSet();
            var siloPort = FreePorts.Above(own.SiloPort, own.ListenIp, taken);
            taken.Add(siloPort);
            var primaryPort = own.UsesRedis ? 0 : own.PrimaryPort > 0 ? own.PrimaryPort : own.SiloPort;
            return _specs[name] = new ChildSpec(name, siloPort, FreePorts.Above(own.GatewayPort, own.ListenIp, taken), primaryPort);
        }
    }

    private void Forget()
    {
        foreach (var child in _children.Where(child => child.Gone.IsCompleted).ToArray())
        {
            LogGone(child.Name);
            _children.Remove(child);
            _specs.Remove(child.Name);
        }
    }

    private HostStatus Status()
    {
        ChildSilo[] staying = [.. Staying];
        var problems = string.Join(' ', staying.Select(child => child.Failure).OfType<Failure>().Select(failure => failure.Tell(time.GetUtcNow())));
        return new HostStatus
        {
            Asked = 1 + staying.Length,
            Running = 1 + staying.Count(child => child.IsUp),
            Min = options.Value.MinSilos,
            Max = options.Value.Most,
            Problem = problems.Length > 0 ? problems : null,
            Activity = Activity(staying),
        };
    }

    private string? Activity(ChildSilo[] staying)
    {
        string[] parts =
        [
            .. Named("starting", staying.Where(child => !child.IsUp)),
            .. Named("stopping", _children.Where(child => child.IsLeaving)),
        ];
        return parts.Length > 0 ? string.Join("; ", parts) : null;
    }

    private static IEnumerable<string> Named(string what, IEnumerable<ChildSilo> children)
    {
        var names = string.Join(", ", children.Select(child => child.Name));
        return names.Length > 0 ? [$"{what} {names}"] : [];
    }
}
