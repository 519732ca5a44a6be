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

        var snapshot = _table.Snapshot();
        Assert.Equal([7, 0], snapshot.Pools.Select(pool => pool.QueueDepth));
        Assert.Equal(("tiny", 5), (snapshot.Model, snapshot.Epoch));
    }

    [Fact]
    public void Pools_are_in_the_order_of_version_silo_and_revision()
    {
        PoolReport[] ordered = [Reports.Of(1), Reports.Of(1, revision: 2), Reports.Of(2), Reports.Of(3), Reports.Of(1, version: 2), Reports.Of(2, version: 2)];
        var shuffled = ordered.ToArray();
        new Random(1).Shuffle(shuffled);
        foreach (var report in shuffled) _table.Apply(report, Now);

        Assert.Equal(ordered, _table.Snapshot().Pools.AsEnumerable());
        Assert.Equal(ordered, _table.TakeDelta()!.Changed.AsEnumerable());
    }

    [Fact]
    public void Sequences_grow_only_when_there_is_news()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 1), Now);
        var first = _table.Snapshot();
        _table.Apply(Reports.Of(silo: 1, sequence: 2) with { ReadyFor = TimeSpan.FromSeconds(1) }, Now);
        Assert.Same(first, _table.Snapshot());

        _table.Apply(Reports.Of(silo: 1, sequence: 3, depth: 1), Now);
        var second = _table.Snapshot();
        _table.Apply(Reports.Of(silo: 1, sequence: 4, depth: 1), Now); // as long as it before: others may have come
        var third = _table.Snapshot();
        _table.MarkChanged();
        Assert.Equal([1, 2, 3, 4], new[] { first, second, third, _table.Snapshot() }.Select(snapshot => snapshot.Sequence));
    }

    [Fact]
    public void A_delta_holds_what_changed_since_the_last_whatever_snapshots_were_taken_between()
    {
        _table.Apply(Reports.Of(silo: 1), Now);
        _table.Apply(Reports.Of(silo: 2), Now);
        _table.Apply(Reports.Of(silo: 3), Now);
        var first = _table.TakeDelta()!;
        Assert.Equal((0, 1, 3), (first.FromSequence, first.Sequence, first.Changed.Length));
        Assert.Null(_table.TakeDelta());

        _table.Apply(Reports.Of(silo: 1, sequence: 2, depth: 1), Now);
        _table.Snapshot();
        _table.Apply(Reports.Of(silo: 3, sequence: 2, state: PoolState.Gone), Now);
        var second = _table.TakeDelta()!;
        Assert.Equal((1, 3), (second.FromSequence, second.Sequence));
        Assert.Equal(1, Assert.Single(second.Changed).QueueDepth);
        Assert.Equal(Reports.Silo(3), Assert.Single(second.Removed).Silo);
        Assert.Null(_table.TakeDelta());
    }

    [Fact]
    public void A_pool_that_is_forgotten_and_comes_back_is_not_removed()
    {
        _table.Apply(Reports.Of(silo: 1), Now);
        _table.TakeDelta();
        _table.Forget(_ => true, Now);
        _table.Apply(Reports.Of(silo: 1, sequence: 2), Now);

        var delta = _table.TakeDelta()!;
        Assert.Single(delta.Changed);
        Assert.Empty(delta.Removed);
    }

    [Fact]
    public void Equal_signatures_are_one_object_for_each_version()
    {
        for (var silo = 1; silo <= 3; silo++)
        {
            _table.Apply(Reports.Of(silo), Now);
            var other = Reports.Of(silo, version: 2);
            _table.Apply(other with { Signature = other.Signature! with { MaxBatchSize = 2 } }, Now);
        }

        Assert.Equal(2, _table.Snapshot().Pools.Select(pool => pool.Signature).Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public void A_table_is_rebuilding_until_it_is_told_otherwise()
    {
        Assert.True(_table.TakeDelta()!.IsRebuilding);
        _table.MarkRebuilt();
        Assert.False(_table.TakeDelta()!.IsRebuilding);
        Assert.False(_table.Snapshot().IsRebuilding);
    }

    [Fact]
    public void A_router_whose_clock_is_behind_goes_beyond_the_one_before()
    {
        _table.GoBeyond(5);
        Assert.Equal(5, _table.Snapshot().Epoch);
        _table.GoBeyond(8);
        Assert.Equal(14, _table.Snapshot().Epoch); // 8 + 1 + 5, so that one that began at 6 would have another
        _table.GoBeyond(0);
        Assert.Equal(14, _table.TakeDelta()!.Epoch);
    }

    [Fact]
    public void A_pool_that_is_gone_does_not_come_back_with_a_late_report()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 5), Now);
        _table.Apply(Reports.Of(silo: 1, sequence: 9, state: PoolState.Gone), Now);
        _table.Apply(Reports.Of(silo: 1, sequence: 8), Now);

        Assert.Empty(_table.Snapshot().Pools);
    }

    [Fact]
    public void The_pools_of_a_silo_that_left_are_forgotten()
    {
        _table.Apply(Reports.Of(silo: 1), Now);
        _table.Apply(Reports.Of(silo: 2), Now);
        _table.TakeDelta();
        _table.Forget(silo => silo.Equals(Reports.Silo(1)), Now);

        Assert.Equal(Reports.Silo(1), Assert.Single(_table.TakeDelta()!.Removed).Silo);
        Assert.Equal(Reports.Silo(2), Assert.Single(_table.Snapshot().Pools).Pool.Silo);
    }

    [Fact]
    public void A_pool_that_is_silent_is_forgotten_and_so_is_one_that_is_gone()
    {
        _table.Apply(Reports.Of(silo: 1, sequence: 5, state: PoolState.Gone), Now);
        _table.Apply(Reports.Of(silo: 2), Now);
        _table.Forget(_ => false, Now + RoutingTable.Silence - TimeSpan.FromTicks(1));
        Assert.Equal(Reports.Silo(2), Assert.Single(_table.Snapshot().Pools).Pool.Silo);

        _table.Forget(_ => false, Now + RoutingTable.Silence);
        Assert.Empty(_table.Snapshot().Pools);
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

        Assert.Equal(_table.Snapshot().Pools.ToArray(), other.Snapshot().Pools.ToArray());
    }
}
