using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>A router that gives out the snapshot it is set to.</summary>
internal sealed class FakeRouter : IRouterGrain
{
    public RoutingSnapshot? Snapshot { get; set; }
    public List<SiloAddress> Subscribers { get; } = [];

    public Task Report(PoolReport report) => throw new NotSupportedException();

    /// <summary>What the last subscriber said that it had.</summary>
    public long Epoch { get; private set; }

    public Task<RoutingSnapshot> Subscribe(SiloAddress dispatcher, long epoch)
    {
        Epoch = epoch;
        Subscribers.Add(dispatcher);
        return Snapshot is { } snapshot ? Task.FromResult(snapshot) : new TaskCompletionSource<RoutingSnapshot>().Task;
    }
}
