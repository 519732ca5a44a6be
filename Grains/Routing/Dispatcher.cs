using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Demand;
using OrleansInference.Routing.Failures;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>
/// Sends each request to the pool where it waits least, by the newest snapshot and its own in-flight counts. Works on with the last
/// snapshot while a router is down or moving.
/// </summary>
internal sealed partial class Dispatcher : IDispatcher
{
    /// <summary>How often <see cref="RefreshAsync()"/> is to be called.</summary>
    public static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RefreshTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ModelRoutes> _routes = new();
    private readonly ModelCatalog _catalog;
    private readonly RoutingTransport _transport;
    private readonly PoolAttempts _attempts;
    private readonly StatisticsReader _statistics;
    private readonly VersionChoice _choice;
    private readonly TimeProvider _time;
    private readonly ILogger<Dispatcher> _logger;
    private readonly RoutingSettings _settings;
    private readonly Random _random;
    private TaskCompletionSource? _drained;
    private int _underWay;

    public Dispatcher(
        ModelCatalog catalog, RoutingTransport transport, IOptions<DispatcherOptions> options, IOptions<FailureOptions> failures, TimeProvider time, ILogger<Dispatcher> logger)
    {
        (_catalog, _transport, _time, _logger) = (catalog, transport, time, logger);
        Traffic = new TrafficTable(catalog);
        _choice = new VersionChoice(catalog, Traffic);
        Shadows = new ShadowTraffic(Traffic, catalog, SendAsync, ReplicasFor, time);
        _statistics = new StatisticsReader(time, logger);
        _attempts = new PoolAttempts(transport, options.Value.DefaultTimeout, time, logger);
        _settings = new RoutingSettings(options.Value.Policy, options.Value.LateBinding, failures.Value);
        // Dispatchers must differ in their chances, and a simulation must repeat them.
        _random = new Random(transport.OwnSilo.GetConsistentHashCode());
    }

    /// <summary>Requests of this dispatcher that hold a lease now. Zero at rest.</summary>
    public int InFlight => _routes.Values.Sum(routes => routes.Table.Entries.Sum(entry => entry.Route.InFlight));

    /// <summary>Models that it has routes of; in order.</summary>
    public IEnumerable<string> Models => _routes.Keys.Order(StringComparer.Ordinal);

    /// <summary>What this silo knows of the models' traffic.</summary>
    public TrafficTable Traffic { get; }

    /// <summary>Copies of requests to shadow versions.</summary>
    public ShadowTraffic Shadows { get; }

    public ImmutableArray<ShadowStatistics> OwnShadows => Shadows.Statistics;

    public ValueTask<InferenceOutcome> InferAsync(InferenceRequest request, CancellationToken cancellationToken) =>
        Shadows.Run(request.Version is null ? _choice.WithVersion(request, TableOf(request.Model)) : request, cancellationToken);

    /// <summary>Ends when no request is under way; to be called once no door takes any more.</summary>
    public Task DrainAsync()
    {
        var drained = Interlocked.CompareExchange(ref _drained, new TaskCompletionSource(), null) ?? _drained;
        if (Volatile.Read(ref _underWay) == 0) drained.TrySetResult();
        return drained.Task;
    }

    private async ValueTask<InferenceOutcome> SendAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        // Also for a pool on this silo: what a cluster of one silo takes, one of several takes too.
        if (_transport.Messages.Refusal(request) is { } tooLarge) return InferenceOutcome.Of(tooLarge);
        InferenceOutcome? outcome;
        Interlocked.Increment(ref _underWay);
        try
        {
            outcome = RoutesFor(request) is { } routes ? await _attempts.Run(request, routes, cancellationToken) : null;
        }
        finally
        {
            if (Interlocked.Decrement(ref _underWay) == 0) Volatile.Read(ref _drained)?.TrySetResult();
        }
        if (outcome is not null && outcome.Fault?.Kind is not (FaultKind.Unavailable or FaultKind.ModelNotReady)) return outcome;

        // The catalog knows better why: a pool that refused may have been on its way out.
        var entry = EntryOf(request.Model, request.Version);
        return outcome is not null && entry is { IsWanted: true } ? outcome
            : InferenceOutcome.Of(entry is null ? Unknown(request) : NotReady(TableOf(request.Model).StatusOf(entry)));
    }

    public ValueTask<ModelStatus?> DescribeAsync(string model, long? version, CancellationToken cancellationToken)
    {
        var table = TableOf(model);
        var chosen = version ?? _choice.Main(model, table);
        var entry = EntryOf(model, chosen);
        var status = entry is null ? null : table.StatusOf(entry);
        // What a program takes that was never loaded and is not declared nobody knows, so no request could ask for it.
        if (status is { State: PoolState.Parked, Signature: null }) table.RoutesOf(status.Id.Version)?.Wake();
        return ValueTask.FromResult(status);
    }

    public ModelStatus Choose(ModelStatus described, ImmutableDictionary<string, ParameterValue> parameters)
    {
        var model = described.Id.Model;
        if (!_choice.IsSplit(model)) return described;
        var table = TableOf(model);
        var version = _choice.For(model, parameters, table);
        return version is null || version == described.Id.Version || EntryOf(model, version) is not { } entry ? described : table.StatusOf(entry);
    }

    /// <summary>The versions of a model with what they get of its traffic; in ascending order.</summary>
    public ImmutableArray<VersionTraffic> VersionsOf(string model)
    {
        var table = TableOf(model);
        return _choice.Describe(model, [.. _catalog.VersionsOf(model).Select(table.StatusOf)], table);
    }

    public ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<ModelStatus>>([.. _catalog.Entries.Select(entry => TableOf(entry.Id.Model).StatusOf(entry))]);

    public ValueTask<ImmutableArray<ModelStatistics>> StatisticsAsync(string? model, long? version, CancellationToken cancellationToken)
    {
        IEnumerable<string> models = model is null ? Models : [model];
        var pools = models.SelectMany(name => TableOf(name).Entries).Select(entry => entry.Route).Where(pool => version is null || pool.Key.Model.Version == version);
        return new(_statistics.Read(pools).WaitAsync(cancellationToken));
    }

    public ValueTask<ImmutableArray<SiloModel>> OwnSiloAsync(CancellationToken cancellationToken)
    {
        var pools = Models.SelectMany(name => TableOf(name).Entries).Where(entry => entry.Route.Key.Silo.Equals(_transport.OwnSilo));
        return WithOwn(_statistics.ReadSilo(pools).WaitAsync(cancellationToken));
    }

    /// <summary>Adds what waits in this dispatcher, and what has ended in it; also of versions whose pools are all on other silos.</summary>
    private async ValueTask<ImmutableArray<SiloModel>> WithOwn(Task<ImmutableArray<SiloModel>> reading)
    {
        var pools = (await reading).ToDictionary(model => model.Id);
        var dispatched = Models.SelectMany(model => TableOf(model).Versions.Select(version => new ModelVersion(model, version)));
        return [.. pools.Keys.Union(dispatched).OrderBy(id => id.Model, StringComparer.Ordinal).ThenBy(id => id.Version)
            .Select(id => WithOwn(pools.GetValueOrDefault(id) ?? new SiloModel(id, 0, 0, 0, new PoolStatistics())))];
    }

    private SiloModel WithOwn(SiloModel model) => TableOf(model.Id.Model).RoutesOf(model.Id.Version) is not { } routes ? model : model with
    {
        QueueDepth = model.QueueDepth + routes.WaitingCount,
        Totals = model.Totals is null ? null : PoolStatistics.Sum([model.Totals, routes.Statistics]),
    };

    /// <summary>Takes a snapshot, unless it has a newer one.</summary>
    public void Apply(RoutingSnapshot snapshot)
    {
        Traffic.Hear(snapshot.Model, snapshot.Traffic);
        _routes.GetOrAdd(snapshot.Model, NewRoutes).Apply(snapshot);
    }

    /// <summary>See <see cref="IDispatcherGrain.Offer"/>.</summary>
    public OfferAnswer Accept(PoolKey pool, PoolLoad load, bool isLast) =>
        _routes.TryGetValue(pool.Model.Model, out var routes) ? routes.Accept(pool, load, isLast) : OfferAnswer.Declined;

    /// <summary>Takes a change; where it does not fit the snapshot that it has, pulls one. Models that it does not follow are no concern of it.</summary>
    public Task Apply(RoutingDelta delta)
    {
        if (!_routes.TryGetValue(delta.Model, out var routes)) return Task.CompletedTask;
        Traffic.Hear(delta.Model, delta.Traffic);
        return routes.TryApply(delta) ? Task.CompletedTask : RefreshAsync(delta.Model);
    }

    /// <summary>
    /// Pulls the newest snapshot of every model that is wanted or that still has a pool, and renews the subscription to later ones. Forgets the
    /// others.
    /// </summary>
    public Task RefreshAsync()
    {
        // Sorted: the order of calls must not depend on the hashes of names.
        var followed = new SortedSet<string>(_catalog.Entries.Where(entry => entry.IsWanted).Select(entry => entry.Id.Model), StringComparer.Ordinal);
        foreach (var (model, routes) in _routes)
            if (!routes.Table.Entries.IsEmpty) followed.Add(model);
            else if (!followed.Contains(model)) _routes.TryRemove(model, out _);
        return Task.WhenAll(followed.Select(model => RefreshAsync(model, isPeriodic: true)));
    }

    /// <summary>Pulls the newest snapshot of one model, if there is one within a second.</summary>
    public Task RefreshAsync(string model) => RefreshAsync(model, isPeriodic: false);

    /// <param name="isPeriodic">Then the router is also told what was asked of the model.</param>
    private async Task RefreshAsync(string model, bool isPeriodic)
    {
        var routes = _routes.GetValueOrDefault(model);
        try
        {
            var router = _transport.RouterOf(model);
            var demand = isPeriodic ? routes?.Demand.News(routes.Table) : null;
            var snapshot = await router.Subscribe(_transport.OwnSilo, routes?.Epoch ?? 0, demand).WaitAsync(RefreshTimeout, _time);
            routes?.Demand.Told(demand, snapshot.Epoch);
            Apply(snapshot);
            // A router that has just been activated learns again what was set.
            if (Traffic.Hear(model, snapshot.Traffic) is { } news) await router.ShareTraffic(news).WaitAsync(RefreshTimeout, _time);
        }
        catch (Exception exception)
        {
            // Harmless: the last snapshot stays in use, and the next refresh is a second away.
            routes?.Demand.Lost();
            LogRefreshLost(model, exception.Message);
        }
    }

    /// <summary>Of a model that is to be served something is asked even before its router has answered.</summary>
    private ModelRoutes? RoutesFor(InferenceRequest request) =>
        _routes.TryGetValue(request.Model, out var routes) ? routes
        : WantedVersion(request.Model, request.Version) is not null ? _routes.GetOrAdd(request.Model, NewRoutes)
        : null;

    private long? WantedVersion(string model, long? version) => EntryOf(model, version) is { IsWanted: true } entry ? entry.Id.Version : null;

    private ModelRoutes NewRoutes(string model)
    {
        var demand = new ModelDemand(_transport.OwnSilo, version => WantedVersion(model, version), _time);
        return new ModelRoutes(_transport.PoolOf, version => NewRoutes(model, version, demand.Of(version)), demand, _settings.Failures, _time);
    }

    private VersionRoutes NewRoutes(string model, long version, VersionDemand demand) => new(
        EntryOf(model, version)?.Spec?.Batching ?? new BatchingSpec(1, TimeSpan.Zero, 0), _transport.OwnSilo, _settings, () => Traffic.SpecOf(model), demand, new Random(NextSeed()),
        _time, OnHealthChanged, () => _transport.Wake(new ModelVersion(model, version)), () => EntryOf(model, version) is { IsWanted: true, Reason: null });

    private void OnHealthChanged(PoolHealth pool)
    {
        if (pool.Phase == PoolPhase.Ejected) LogEjected(pool.Pool, pool.Cause, pool.Ejections);
        else LogPhase(pool.Pool, pool.Phase);
    }

    /// <summary>Those that copies for a shadow version may count on. A parked one would never be woken without a copy.</summary>
    private int ReplicasFor(ModelVersion shadow)
    {
        var table = TableOf(shadow.Model);
        return table.Held(shadow.Version).IsEmpty ? table.Ready(shadow.Version).Sum(entry => entry.Report.ReadyReplicas) : 1;
    }

    private int NextSeed()
    {
        lock (_random) return _random.Next();
    }

    // Looked up, never added: a caller can ask for any name.
    private RouteTable TableOf(string model) => _routes.TryGetValue(model, out var routes) ? routes.Table : RouteTable.Empty;

    /// <summary>Without a version: the newest wanted one, or else the newest.</summary>
    private CatalogEntry? EntryOf(string model, long? version)
    {
        CatalogEntry? found = null;
        foreach (var entry in _catalog.VersionsOf(model))
            if (version is null ? entry.IsWanted || found is not { IsWanted: true } : entry.Id.Version == version) found = entry;
        return found;
    }

    private InferenceFault Unknown(InferenceRequest request)
    {
        var versions = _catalog.VersionsOf(request.Model).Select(entry => entry.Id.Version).ToList();
        return InferenceFault.Of(FaultKind.UnknownModel, versions.Count == 0
            ? $"Request for unknown model: '{request.Model}' is not found"
            : $"Request for unknown model: '{request.Model}' version {request.Version} is not found; it has {string.Join(", ", versions)}");
    }

    private static InferenceFault NotReady(ModelStatus status) => InferenceFault.Of(FaultKind.ModelNotReady, status switch
    {
        { State: PoolState.Failed } => $"Model '{status.Id.Model}' version {status.Id.Version} can't be served: {status.Reason}",
        { IsWanted: false } => $"Model '{status.Id.Model}' version {status.Id.Version} is not loaded ({status.Reason}). Load it first: {status.LoadHint}",
        _ => $"Model '{status.Id.Model}' version {status.Id.Version} has no ready replica yet (state: {status.State}). Try again later.",
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Pool} is ejected for {Cause}: it gets no requests of this silo for a while (its ejection {Count} in a row)")]
    private partial void LogEjected(PoolKey pool, EjectionCause cause, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Pool} is in phase {Phase}")]
    private partial void LogPhase(PoolKey pool, PoolPhase phase);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No snapshot from the router of {Model}: {Reason}")]
    private partial void LogRefreshLost(string model, string reason);
}
