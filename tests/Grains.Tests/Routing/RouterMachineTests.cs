using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>Pools, a router that is replaced now and then, and two followers, by lossy channels: whatever happens, they end up alike.</summary>
public sealed class RouterMachineTests
{
    private const int Pools = 12;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory, MemberData(nameof(Seeds))]
    public void Followers_converge_to_the_table_and_the_table_to_the_pools(int seed)
    {
        var random = new Random(seed);
        var pools = Enumerable.Range(1, Pools).Select(silo => Reports.Of(silo)).ToArray();
        var table = new RoutingTable("tiny", epoch: random.Next());
        var followers = new[] { new SnapshotFollower(), new SnapshotFollower() };
        var reports = new LossyChannel<PoolReport>(random, report => table.Apply(report, Now));
        var told = new Dictionary<(long Epoch, long Sequence), RoutingSnapshot>();
        var isSettling = false;
        var late = followers.Select(follower => new LossyChannel<RoutingSnapshot>(random, snapshot => follower.Apply(snapshot))).ToArray();
        var deltas = followers.Select(follower => new LossyChannel<RoutingDelta>(random, delta =>
        {
            if (!follower.TryApply(delta, out _)) Pull(follower);
        })).ToArray();

        void Note() => told[(table.Snapshot().Epoch, table.Snapshot().Sequence)] = table.Snapshot();

        void Pull(SnapshotFollower follower)
        {
            table.GoBeyond(follower.Epoch);
            Note();
            // A pull may fail, or its answer come late.
            if (isSettling || random.Next(2) == 0) follower.Apply(table.Snapshot());
            else late[Array.IndexOf(followers, follower)].Send(table.Snapshot());
        }

        for (var step = 0; step < 400; step++)
        {
            var pool = random.Next(Pools);
            var gone = pools[pool].State == PoolState.Gone;
            pools[pool] = pools[pool] with
            {
                Sequence = pools[pool].Sequence + 1,
                QueueDepth = gone ? 0 : random.Next(3),
                State = gone || random.Next(40) == 0 ? PoolState.Gone : PoolState.Ready,
            };
            reports.Send(pools[pool]);
            reports.Deliver();
            if (random.Next(3) == 0 && table.TakeDelta() is { } delta)
            {
                Note();
                foreach (var channel in deltas) channel.Send(delta);
            }
            foreach (var channel in deltas) channel.Deliver();
            foreach (var channel in late) channel.Deliver();
            if (random.Next(20) == 0) Pull(followers[random.Next(2)]);
            if (random.Next(40) == 0) table.Forget(silo => silo.Equals(pools[pool].Pool.Silo), Now);
            if (random.Next(60) == 0) table.MarkRebuilt();
            // Its clock may be behind.
            if (random.Next(100) == 0) table = new RoutingTable("tiny", epoch: random.Next());
            foreach (var follower in followers)
                if (follower.Snapshot is { } snapshot) AssertAsTold(told[(snapshot.Epoch, snapshot.Sequence)], snapshot);
        }

        // Faults end: each pool's heart beats once, each dispatcher pulls (the first again, if the second raised the epoch) and gets the next delta.
        isSettling = true;
        foreach (var report in pools) table.Apply(report with { Sequence = report.Sequence + 1 }, Now);
        table.MarkRebuilt();
        foreach (var follower in followers.Append(followers[0])) Pull(follower);
        Assert.Equal(Living(pools), Living(table.Snapshot().Pools));
        var last = table.TakeDelta()!;
        foreach (var follower in followers)
        {
            Assert.True(follower.TryApply(last, out var snapshot));
            Assert.Equal(table.Snapshot().Pools.AsEnumerable(), snapshot.Pools.AsEnumerable());
            Assert.Equal((table.Snapshot().Epoch, table.Snapshot().Sequence), (snapshot.Epoch, snapshot.Sequence));
        }
    }

    /// <summary>What it has is what the router had at that moment; of one that was rebuilding it may have more, from another.</summary>
    private static void AssertAsTold(RoutingSnapshot told, RoutingSnapshot snapshot)
    {
        if (told.IsRebuilding) Assert.Empty(told.Pools.Except(snapshot.Pools));
        else Assert.Equal(told.Pools.AsEnumerable(), snapshot.Pools.AsEnumerable());
        for (var i = 1; i < snapshot.Pools.Length; i++)
            Assert.True(PoolKeyOrder.Instance.Compare(snapshot.Pools[i - 1].Pool, snapshot.Pools[i].Pool) < 0);
    }

    private static IEnumerable<(PoolKey Pool, int QueueDepth)> Living(IEnumerable<PoolReport> reports) =>
        reports.Where(report => report.State != PoolState.Gone).Select(report => (report.Pool, report.QueueDepth));
}
