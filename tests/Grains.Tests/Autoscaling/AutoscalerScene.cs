using System.Collections.Immutable;
using OrleansInference.Autoscaling.Signals;
using OrleansInference.Models;
using OrleansInference.Placement;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Autoscaling;

/// <summary>An autoscaler that decides every two seconds; its silos, routers and the requests are a test's, and what it plans is done at once.</summary>
internal sealed class AutoscalerScene
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SortedDictionary<SiloAddress, SiloReport> _silos = [];
    private readonly Dictionary<ModelVersion, CountedDemand> _demand = [];

    public AutoscalerScene(double? maxCostPerHour = null) => Autoscaler = new Autoscaler(maxCostPerHour, Start);

    public static ModelVersion Digits { get; } = new("digits", 1);

    public static ModelVersion Texts { get; } = new("texts", 1);

    public Autoscaler Autoscaler { get; private set; }

    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>Silos that are in the cluster and say nothing.</summary>
    public HashSet<SiloAddress> Silent { get; } = [];

    /// <summary>Silos that the membership tells to be shutting down.</summary>
    public HashSet<SiloAddress> Leaving { get; } = [];

    /// <summary>Work that comes, in replicas' worth.</summary>
    public Dictionary<ModelVersion, double> Offered { get; } = [];

    public string? Orchestrator { get; set; }

    /// <summary>The autoscaler has read what was stored.</summary>
    public bool HasLearned { get; set; } = true;

    /// <summary>A silo with room for so many busy replicas, and with some of the version.</summary>
    public void Add(int number, int replicas, ScalingSpec spec, ModelVersion? model = null, int threads = 8, long bytes = 0)
    {
        var silo = Reports.Silo(number);
        var report = _silos.GetValueOrDefault(silo) ?? new SiloReport { Silo = silo, Name = $"silo-{number}", Devices = [new DeviceRoom("cpu", threads, 1000, 1000)] };
        _silos[silo] = report with { Pools = report.Pools.Add(new SiloPoolSize { Model = model ?? Digits, Replicas = replicas, Scaling = spec, BytesPerReplica = bytes }) };
    }

    /// <summary>A silo that is no worker.</summary>
    public void AddDoor(int number) =>
        _silos[Reports.Silo(number)] = new SiloReport { Silo = Reports.Silo(number), Name = $"silo-{number}", Roles = SiloRoles.FrontDoor | SiloRoles.Control };

    /// <summary>A silo begins with so many of each.</summary>
    public void Begin(int silo, int replicas)
    {
        var report = _silos[Reports.Silo(silo)];
        _silos[report.Silo] = report with { Pools = [.. report.Pools.Select(pool => pool with { Replicas = replicas })] };
    }

    /// <summary>The autoscaler is lost, and another begins.</summary>
    public void Restart() => Autoscaler = new Autoscaler(maxCostPerHour: null, Now);

    /// <summary>What each silo reports goes on from here.</summary>
    public void Keep(ImmutableArray<ScalingOverride> overrides)
    {
        foreach (var silo in _silos.Keys.ToList()) _silos[silo] = _silos[silo] with { Overrides = overrides };
    }

    public AutoscalePlan Tick()
    {
        Now += Period;
        foreach (var report in _silos.Values.Where(report => !Silent.Contains(report.Silo))) Autoscaler.Hear(report with { Orchestrator = Orchestrator }, Now);
        Autoscaler.Follow(silo => Leaving.Contains(silo) ? SiloStatus.ShuttingDown : SiloStatus.Active, [.. _silos.Keys.Except(Leaving)], HasLearned, Now);
        foreach (var model in Autoscaler.Models.ToList()) Autoscaler.Take(Signals(new ModelVersion(model, 1)), Now);
        var plan = Autoscaler.Decide(Now);
        foreach (var resize in plan.Resizes)
        {
            Autoscaler.Resized(resize);
            var report = _silos[resize.Silo];
            _silos[resize.Silo] = report with { Pools = [.. report.Pools.Select(pool => pool.Model == resize.Model ? pool with { Replicas = resize.Replicas } : pool)] };
        }
        return plan;
    }

    /// <summary>The last of the plans.</summary>
    public AutoscalePlan Tick(TimeSpan span)
    {
        var plan = AutoscalePlan.Nothing;
        for (var end = Now + span; Now < end;) plan = Tick();
        return plan;
    }

    /// <summary>Replicas that the silos keep.</summary>
    public int Kept(ModelVersion? model = null) => _silos.Values.SelectMany(report => report.Pools).Where(pool => pool.Model == (model ?? Digits)).Sum(pool => pool.Replicas);

    public int Kept(int silo) => _silos[Reports.Silo(silo)].Pools.Sum(pool => pool.Replicas);

    public VersionScaling Status(ModelVersion? model = null) => Autoscaler.Status(Now).Versions.Single(version => version.Model == (model ?? Digits));

    public ScalingReason? Reason(string rule) => Status().Decisions[0].Reasons.LastOrDefault(reason => reason.Rule == rule);

    private ModelSignals Signals(ModelVersion model)
    {
        if (!_demand.TryGetValue(model, out var demand)) _demand.Add(model, demand = new CountedDemand(Reports.Silo(1), Start));
        demand.Come((int)(Offered.GetValueOrDefault(model) * Period.TotalSeconds * 100), work: 0.01);
        return new ModelSignals
        {
            Model = model.Model,
            Demand = [new DispatcherDemand(demand.Dispatcher, [demand.Now.Counters])],
            Pools = [.. _silos.Values.SelectMany(report => report.Pools.Where(pool => pool.Model == model).Select(pool => Pool(report.Silo, pool)))],
        };
    }

    private static PoolReport Pool(SiloAddress silo, SiloPoolSize size) => new()
    {
        Pool = new PoolKey(size.Model, 1, silo),
        Sequence = 1,
        State = size.Replicas > 0 ? PoolState.Ready : PoolState.Parked,
        ReadyReplicas = size.Replicas,
        LoadingReplicas = 0,
        QueueDepth = 0,
        LoadTime = TimeSpan.FromSeconds(5),
    };
}
