using OrleansInference.Replicas;

namespace OrleansInference.Routing;

public sealed class RoutingTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RoutingTable _table = new("tiny", epoch: 5);

    [Fact]
    public void A_snapshot_holds_the_newest_report_of_each_pool()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 2, depth: 7), Now);
        _table.Apply(Reports.Of(silo: 1, sequence: 1, depth: 9), Now);
        _table.Apply(Reports.Of(silo: 2, sequence: 1), Now);

        var snapshot = _table.TakeSnapshot();
        Assert.Equal([7, 0], snapshot.Pools.Select(pool => pool.QueueDepth));
        Assert.Equal(("tiny", 5), (snapshot.Model, snapshot.Epoch));
    }

    [Fact]
    public void Sequences_grow_only_when_something_changed()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 1), Now);
        var first = _table.TakeSnapshot();
        _table.Apply(Reports.Of(silo: 1, sequence: 2), Now);
        Assert.False(_table.HasChanges);
        _table.Apply(Reports.Of(silo: 1, sequence: 3, depth: 1), Now);
        Assert.True(_table.HasChanges);

        Assert.True(_table.TakeSnapshot().IsNewerThan(first));
    }

    [Fact]
    public void A_pool_that_is_gone_does_not_come_back_with_a_late_report()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 5), Now);
        _table.Apply(Reports.Of(silo: 1, sequence: 9, state: PoolState.Gone), Now);
        _table.Apply(Reports.Of(silo: 1, sequence: 8), Now);

        Assert.Empty(_table.TakeSnapshot().Pools);
    }

    [Fact]
    public void The_pools_of_a_silo_that_left_are_forgotten()
    {
        _table.Apply(Reports.Of(silo: 1), Now);
        _table.Apply(Reports.Of(silo: 2), Now);
        _table.TakeSnapshot();
        _table.Forget(silo => silo.Equals(Reports.Silo(1)), Now);

        Assert.True(_table.HasChanges);
        Assert.Equal(Reports.Silo(2), Assert.Single(_table.TakeSnapshot().Pools).Pool.Silo);
    }

    [Fact]
    public void A_pool_that_is_silent_is_forgotten_and_so_is_one_that_is_gone()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 5, state: PoolState.Gone), Now);
        _table.Apply(Reports.Of(silo: 2), Now);
        _table.Forget(_ => false, Now + RoutingTable.Silence - TimeSpan.FromTicks(1));
        Assert.Equal(Reports.Silo(2), Assert.Single(_table.TakeSnapshot().Pools).Pool.Silo);

        _table.Forget(_ => false, Now + RoutingTable.Silence);
        Assert.True(_table.HasChanges);
        Assert.Empty(_table.TakeSnapshot().Pools);
        Assert.True(_table.IsEmpty);
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Lost_doubled_and_reordered_reports_end_in_the_same_table(int seed)
    {
        var random = new Random(seed);
        var reports = Enumerable.Range(1, 200).Select(i => Reports.Of(silo: i % 4, sequence: i, depth: random.Next(100))).ToArray();
        var lossy = reports.SelectMany((report, i) => i >= 196 ? [report] : Enumerable.Repeat(report, random.Next(3))).ToArray();
        random.Shuffle(lossy);
        var other = new RoutingTable("tiny", 5);

        foreach (var report in reports) _table.Apply(report, Now);
        foreach (var report in lossy) other.Apply(report, Now);

        Assert.Equal(_table.TakeSnapshot().Pools.ToArray(), other.TakeSnapshot().Pools.ToArray());
    }
}
