using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.Placement;
using OrleansInference.Replicas;
using OrleansInference.Routing.Demand;
using OrleansInference.Routing.Traffic;
using OrleansInference.Routing.Traffic.Saved;
using OrleansInference.SavedState;

namespace OrleansInference.Routing;

/// <inheritdoc cref="IRouterGrain"/>
[PlaceOnControlSilo, Reentrant]
internal sealed partial class RouterGrain(
    IClusterMembershipService membership, ControlTransport cluster, SavedStates states, TimeProvider time, ILogger<RouterGrain> logger)
    : Grain, IRouterGrain
{
    private static readonly TimeSpan PublishPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(1);

    // Dispatchers ask again every second; one that has missed five is gone.
    private static readonly TimeSpan SubscriptionTime = TimeSpan.FromSeconds(5);

    // Control silos that come and go must not have it come and go as often.
    private static readonly TimeSpan ShortestStay = TimeSpan.FromSeconds(10);

    private readonly Dictionary<SiloAddress, DateTimeOffset> _subscribers = [];
    private readonly DemandTable _demand = new();
    private RoutingTable _table = null!;
    private SavedDocument<SavedTraffic> _saved = null!;
    private MembershipVersion _sweptVersion;
    private DateTimeOffset _sweptAt, _began;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _began = time.GetUtcNow();
        var model = this.GetPrimaryKeyString();
        _table = new RoutingTable(model, _began.UtcTicks);
        _saved = states.Document(
            SavedTraffic.NameOf(model), SavedTraffic.Format, () => _table.Traffic is { } set ? SavedTraffic.Of(set) : null, stored => _table.Apply(stored.ToTraffic()));
        _ = _saved.Keep();
        LogBegan(model);
        this.RegisterGrainTimer(Publish, new GrainTimerCreationOptions(PublishPeriod, PublishPeriod) { Interleave = true });
        this.RegisterGrainTimer(Rebuilt, new GrainTimerCreationOptions(RoutingTable.RebuildTime, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task Report(PoolReport report)
    {
        _table.Apply(report, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<RoutingSnapshot> Subscribe(SiloAddress dispatcher, long epoch, DispatcherDemand? demand)
    {
        var now = time.GetUtcNow();
        _subscribers[dispatcher] = now;
        _demand.Hear(dispatcher, demand, now);
        _table.GoBeyond(epoch);
        return Task.FromResult(_table.Snapshot());
    }

    public Task<ModelSignals> Signals()
    {
        var members = membership.CurrentSnapshot;
        return Task.FromResult(new ModelSignals
        {
            Model = this.GetPrimaryKeyString(),
            Pools = _table.Snapshot().Pools,
            Demand = _demand.Newest(silo => members.GetSiloStatus(silo) == SiloStatus.Dead, time.GetUtcNow()),
            IsRebuilding = _table.IsRebuilding,
        });
    }

    public async Task<ModelTraffic?> ShareTraffic(ModelTraffic? known)
    {
        await _saved.Read();
        if (known is null || !known.IsLaterThan(_table.Traffic)) return _table.Traffic;
        _table.Apply(known);
        _saved.Changed();
        return known;
    }

    public async Task<bool> ChangeTraffic(ModelTraffic change, long replaces)
    {
        if ((_table.Traffic?.Stamp ?? 0) != replaces) return false;
        _table.Apply(change);
        await _saved.Save();
        return true;
    }

    public Task<string?> UnsavedTraffic() => Task.FromResult(_saved.Problem);

    private Task Rebuilt()
    {
        _table.MarkRebuilt();
        return Task.CompletedTask;
    }

    private Task Publish()
    {
        var members = membership.CurrentSnapshot;
        if (members.Version != _sweptVersion || time.GetUtcNow() - _sweptAt >= SweepPeriod) Sweep(members);
        if (_table.TakeDelta() is not { } delta) return Task.CompletedTask;

        // Not waited for: a silo that has died would hold up what the others are to know.
        foreach (var silo in _subscribers.Keys) _ = Push(silo, delta);
        return Task.CompletedTask;
    }

    private void Sweep(ClusterMembershipSnapshot members)
    {
        (_sweptVersion, _sweptAt) = (members.Version, time.GetUtcNow());
        _ = _saved.Keep();
        _table.Forget(silo => members.GetSiloStatus(silo) == SiloStatus.Dead, _sweptAt);
        foreach (var (silo, askedAt) in _subscribers)
            if (_sweptAt - askedAt > SubscriptionTime || members.GetSiloStatus(silo) != SiloStatus.Active) _subscribers.Remove(silo);
        if (_table.IsEmpty && _subscribers.Count == 0) DeactivateOnIdle(); // of an unloaded model nothing is left
        // After a mere deactivation silos that remember it here would have it back here.
        else if (_sweptAt - _began >= ShortestStay && cluster.HasControlElsewhere) MigrateOnIdle();
    }

    private async Task Push(SiloAddress silo, RoutingDelta delta)
    {
        try
        {
            await GrainFactory.GetGrain<IDispatcherGrain>(silo.ToParsableString()).Publish(delta).WaitAsync(PublishTimeout, time);
        }
        catch (Exception exception)
        {
            // Harmless: the dispatcher pulls a snapshot with the next delta, or within a second.
            LogPushLost(silo, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The router of {Model} is on this silo now")]
    private partial void LogBegan(string model);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A change did not reach the dispatcher on {Silo}: {Reason}")]
    private partial void LogPushLost(SiloAddress silo, string reason);
}
