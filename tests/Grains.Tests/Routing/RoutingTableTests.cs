using OrleansInference.Replicas;

namespace OrleansInference.Routing;

public sealed class RoutingTableTests
{
    private readonly RoutingTable _table = new("tiny", epoch: 5);

    [Fact]
    public void A_snapshot_holds_the_newest_report_of_each_pool()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 2, depth: 7));
        _table.Apply(Reports.Of(silo: 1, sequence: 1, depth: 9));
        _table.Apply(Reports.Of(silo: 2, sequence: 1));

        var snapshot = _table.TakeSnapshot();
        Assert.Equal([7, 0], snapshot.Pools.Select(pool => pool.QueueDepth));
        Assert.Equal(("tiny", 5), (snapshot.Model, snapshot.Epoch));
    }

    [Fact]
    public void Sequences_grow_only_when_something_changed()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 1));
        var first = _table.TakeSnapshot();
        _table.Apply(Reports.Of(silo: 1, sequence: 2));
        Assert.False(_table.HasChanges);
        _table.Apply(Reports.Of(silo: 1, sequence: 3, depth: 1));
        Assert.True(_table.HasChanges);

        Assert.True(_table.TakeSnapshot().IsNewerThan(first));
    }

    [Fact]
    public void A_pool_that_is_gone_does_not_come_back_with_a_late_report()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 5));
        _table.Apply(Reports.Of(silo: 1, sequence: 9, state: PoolState.Gone));
        _table.Apply(Reports.Of(silo: 1, sequence: 8));

        Assert.Empty(_table.TakeSnapshot().Pools);
    }

    [Fact]
    public void The_pools_of_a_silo_that_left_are_forgotten()
    {
        _table.Apply(Reports.Of(silo: 1));
        _table.Apply(Reports.Of(silo: 2));
        _table.TakeSnapshot();
        _table.RemoveSilos(silo => silo.Equals(Reports.Silo(1)));

        Assert.True(_table.HasChanges);
        Assert.Equal(Reports.Silo(2), Assert.Single(_table.TakeSnapshot().Pools).Pool.Silo);
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

        foreach (var report in reports) _table.Apply(report);
        foreach (var report in lossy) other.Apply(report);

        Assert.Equal(_table.TakeSnapshot().Pools.ToArray(), other.TakeSnapshot().Pools.ToArray());
    }
}
