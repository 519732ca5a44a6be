using System.Runtime.CompilerServices;

namespace OrleansInference.Embedded;

/// <summary>The membership as one silo knows it.</summary>
internal sealed class MembershipView(Silo silo) : IClusterMembershipService
{
    private readonly Lock _lock = new();
    private Step _latest = new(ClusterMembershipSnapshot.Default, silo.Driver.CompletionOptions);
    private SiloAddress[] _active = [];

    public ClusterMembershipSnapshot CurrentSnapshot => Volatile.Read(ref _latest).Snapshot;

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => Follow();

    /// <summary>Active silos, oldest first.</summary>
    public SiloAddress[] Active => Volatile.Read(ref _active);

    public SiloStatus StatusOf(SiloAddress address) => CurrentSnapshot.GetSiloStatus(address);

    public async ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
    {
        if (silo.Fabric.Membership.Current.Version >= minimumVersion) Apply(silo.Fabric.Membership.Current);
        await foreach (var snapshot in Follow(cancellationToken))
            if (snapshot.Version >= minimumVersion) return;
    }

    public Task<bool> TryKill(SiloAddress siloAddress)
    {
        silo.Fabric.Membership.DeclareDead(siloAddress);
        return Task.FromResult(true);
    }

    /// <summary>Takes a newer snapshot in, and ends what waits for silos that died.</summary>
    public void Apply(ClusterMembershipSnapshot snapshot)
    {
        if (silo.IsCrashed) return;
        Step previous;
        lock (_lock)
        {
            previous = _latest;
            if (snapshot.Version <= previous.Snapshot.Version) return;
            _latest = new Step(snapshot, silo.Driver.CompletionOptions);
            _active = [.. snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Order()];
        }

        foreach (var change in snapshot.CreateUpdate(previous.Snapshot).Changes)
            if (change.Status == SiloStatus.Dead) silo.OnDead(change.SiloAddress);
        silo.Metadata?.Follow(snapshot);
        previous.Next.SetResult(_latest);
    }

    private async IAsyncEnumerable<ClusterMembershipSnapshot> Follow([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var step = Volatile.Read(ref _latest);
        while (true)
        {
            yield return step.Snapshot;
            step = await step.Next.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class Step(ClusterMembershipSnapshot snapshot, TaskCreationOptions options)
    {
        public ClusterMembershipSnapshot Snapshot { get; } = snapshot;

        public TaskCompletionSource<Step> Next { get; } = new(options);
    }
}
