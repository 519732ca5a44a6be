using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <inheritdoc cref="IRouterGrain"/>
[Reentrant]
internal sealed partial class RouterGrain(IClusterMembershipService membership, TimeProvider time, ILogger<RouterGrain> logger)
    : Grain, IRouterGrain
{
    private static readonly TimeSpan PublishPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(1);

    // Dispatchers ask again every second; one that has missed five is gone.
    private static readonly TimeSpan SubscriptionTime = TimeSpan.FromSeconds(5);

    private readonly Dictionary<SiloAddress, DateTimeOffset> _subscribers = [];
    private RoutingTable _table = null!;
    private RoutingSnapshot _snapshot = null!;
    private RoutingSnapshot? _pushed;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _table = new RoutingTable(this.GetPrimaryKeyString(), time.GetUtcNow().UtcTicks);
        _snapshot = _table.TakeSnapshot();
        this.RegisterGrainTimer(Publish, new GrainTimerCreationOptions(PublishPeriod, PublishPeriod) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task Report(PoolReport report)
    {
        _table.Apply(report, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<RoutingSnapshot> Subscribe(SiloAddress dispatcher)
    {
        _subscribers[dispatcher] = time.GetUtcNow();
        return Task.FromResult(Refreshed());
    }

    public Task<ModelTraffic?> ShareTraffic(ModelTraffic? known)
    {
        if (known is not null) _table.Apply(known);
        return Task.FromResult(_table.Traffic);
    }

    public Task<bool> ChangeTraffic(ModelTraffic change, long replaces)
    {
        if ((_table.Traffic?.Stamp ?? 0) != replaces) return Task.FromResult(false);
        _table.Apply(change);
        return Task.FromResult(true);
    }

    private async Task Publish()
    {
        var newest = Refreshed();
        var oldest = time.GetUtcNow() - SubscriptionTime;
        var members = membership.CurrentSnapshot;
        foreach (var (silo, askedAt) in _subscribers.ToList())
            if (askedAt < oldest || members.GetSiloStatus(silo) != SiloStatus.Active) _subscribers.Remove(silo);
        if (_table.IsEmpty && _subscribers.Count == 0) DeactivateOnIdle(); // of an unloaded model nothing is left
        if (ReferenceEquals(newest, _pushed)) return;
        _pushed = newest;
        await Task.WhenAll(_subscribers.Keys.Select(silo => Push(silo, newest)));
    }

    private RoutingSnapshot Refreshed()
    {
        var members = membership.CurrentSnapshot;
        _table.Forget(silo => members.GetSiloStatus(silo) == SiloStatus.Dead, time.GetUtcNow());
        return _table.HasChanges ? _snapshot = _table.TakeSnapshot() : _snapshot;
    }

    private async Task Push(SiloAddress silo, RoutingSnapshot snapshot)
    {
        try
        {
            await GrainFactory.GetGrain<IDispatcherGrain>(silo.ToParsableString()).Publish(snapshot).WaitAsync(PublishTimeout, time);
        }
        catch (Exception exception)
        {
            // Harmless: the dispatcher pulls a snapshot every second.
            LogPushLost(silo, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A snapshot did not reach the dispatcher on {Silo}: {Reason}")]
    private partial void LogPushLost(SiloAddress silo, string reason);
}
