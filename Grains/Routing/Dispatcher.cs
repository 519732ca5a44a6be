using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>
/// Sends each request to the pool where it waits least, by the newest snapshot and its own in-flight counts. Works on with the last
/// snapshot while a router is down or moving.
/// </summary>
internal sealed partial class Dispatcher : IDispatcher
{
    /// <summary>How often <see cref="RefreshAsync"/> is to be called.</summary>
    public static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RefreshTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ModelRoutes> _routes = new();
    private readonly IModelCatalog _catalog;
    private readonly RoutingTransport _transport;
    private readonly PoolAttempts _attempts;
    private readonly TimeProvider _time;
    private readonly ILogger<Dispatcher> _logger;

    public Dispatcher(
        IModelCatalog catalog, RoutingTransport transport, IOptions<DispatcherOptions> options, TimeProvider time, ILogger<Dispatcher> logger)
    {
        (_catalog, _transport, _time, _logger) = (catalog, transport, time, logger);
        _attempts = new PoolAttempts(new LeastQueuePolicy(transport.OwnSilo), options.Value.DefaultTimeout, time, logger);
    }

    /// <summary>Requests of this dispatcher that hold a lease now. Zero at rest.</summary>
    public int InFlight => _routes.Values.Sum(routes => routes.Table.Entries.Sum(entry => entry.Route.InFlight));

    public async ValueTask<InferenceOutcome> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        if (_routes.TryGetValue(request.Model, out var routes) && await _attempts.Run(request, routes, cancellationToken) is { } outcome)
            return outcome;

        var entry = _catalog.Entries.LastOrDefault(entry => Matches(entry, request.Model, request.Version));
        return InferenceOutcome.Of(entry is null ? Unknown(request) : NotReady(ModelStatuses.Of(entry, TableOf(request.Model))));
    }

    public ValueTask<ModelStatus?> DescribeAsync(string model, long? version, CancellationToken cancellationToken)
    {
        var table = TableOf(model);
        var chosen = version ?? table.LatestReadyVersion;
        var entry = _catalog.Entries.LastOrDefault(entry => Matches(entry, model, chosen));
        return ValueTask.FromResult(entry is null ? null : ModelStatuses.Of(entry, table));
    }

    public ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<ModelStatus>>([.. _catalog.Entries.Select(entry => ModelStatuses.Of(entry, TableOf(entry.Id.Model)))]);

    /// <summary>Takes a snapshot, unless it has a newer one.</summary>
    public void Apply(RoutingSnapshot snapshot) =>
        _routes.GetOrAdd(snapshot.Model, static (_, pools) => new ModelRoutes(pools), _transport.PoolOf).Apply(snapshot);

    /// <summary>Pulls the newest snapshot of every model of the catalog and renews the subscription to later ones.</summary>
    public Task RefreshAsync() => Task.WhenAll(_catalog.Entries.Select(entry => entry.Id.Model).Distinct().Select(Refresh));

    private async Task Refresh(string model)
    {
        try
        {
            Apply(await _transport.RouterOf(model).Subscribe(_transport.OwnSilo).WaitAsync(RefreshTimeout, _time));
        }
        catch (Exception exception)
        {
            // Harmless: the last snapshot stays in use, and the next refresh is a second away.
            LogRefreshLost(model, exception.Message);
        }
    }

    // Looked up, never added: a caller can ask for any name.
    private RouteTable TableOf(string model) => _routes.TryGetValue(model, out var routes) ? routes.Table : RouteTable.Empty;

    private static bool Matches(CatalogEntry entry, string model, long? version) =>
        entry.Id.Model == model && (version is null || entry.Id.Version == version);

    private InferenceFault Unknown(InferenceRequest request)
    {
        var versions = _catalog.Entries.Where(entry => entry.Id.Model == request.Model).Select(entry => entry.Id.Version).ToList();
        return InferenceFault.Of(FaultKind.UnknownModel, versions.Count == 0
            ? $"Request for unknown model: '{request.Model}' is not found"
            : $"Request for unknown model: '{request.Model}' version {request.Version} is not found; it has {string.Join(", ", versions)}");
    }

    private static InferenceFault NotReady(ModelStatus status) => InferenceFault.Of(FaultKind.ModelNotReady, status.State == PoolState.Failed
        ? $"Model '{status.Id.Model}' version {status.Id.Version} can't be served: {status.Reason}"
        : $"Model '{status.Id.Model}' version {status.Id.Version} has no ready replica yet (state: {status.State}). Try again later.");

    [LoggerMessage(Level = LogLevel.Debug, Message = "No snapshot from the router of {Model}: {Reason}")]
    private partial void LogRefreshLost(string model, string reason);
}
