using OrleansInference.Autoscaling;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <summary>A router that gives out the snapshot it is set to.</summary>
internal sealed class FakeRouter : IRouterGrain
{
    public RoutingSnapshot? Snapshot { get; set; }
    public List<SiloAddress> Subscribers { get; } = [];

    public ModelTraffic? Traffic { get; set; }

    public Task<ModelTraffic?> ShareTraffic(ModelTraffic? known) => Task.FromResult(Traffic = ModelTraffic.Later(Traffic, known));

    public Task<string?> UnsavedTraffic() => Task.FromResult<string?>(null);

    public Task<bool> ChangeTraffic(ModelTraffic change, long replaces)
    {
        if ((Traffic?.Stamp ?? 0) != replaces) return Task.FromResult(false);
        Traffic = change;
        return Task.FromResult(true);
    }

    public Task Report(PoolReport report) => throw new NotSupportedException();

    /// <summary>What the last subscriber said that it had.</summary>
    public long Epoch { get; private set; }

    /// <summary>What subscribers have told of demand, nothing included.</summary>
    public List<DispatcherDemand?> Demand { get; } = [];

    public Task<ModelSignals> Signals() => throw new NotSupportedException();

    public Task<RoutingSnapshot> Subscribe(SiloAddress dispatcher, long epoch, DispatcherDemand? demand)
    {
        Epoch = epoch;
        Demand.Add(demand);
        Subscribers.Add(dispatcher);
        return Snapshot is { } snapshot ? Task.FromResult(snapshot) : new TaskCompletionSource<RoutingSnapshot>().Task;
    }
}
