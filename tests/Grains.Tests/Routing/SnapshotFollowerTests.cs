using OrleansInference.Replicas;

namespace OrleansInference.Routing;

public sealed class SnapshotFollowerTests
{
    private readonly SnapshotFollower _follower = new();

    [Fact]
    public void A_delta_changes_adds_and_removes_in_order()
    {
        _follower.Apply(Reports.Snapshot(1, Reports.Of(1), Reports.Of(3), Reports.Of(5)));
        Assert.True(_follower.TryApply(
            Reports.Delta(1, 2, Reports.Of(2), Reports.Of(3, depth: 7), Reports.Of(6)) with { Removed = [Reports.Of(1).Pool] }, out var snapshot));

        Assert.Equal([Reports.Of(2), Reports.Of(3, depth: 7), Reports.Of(5), Reports.Of(6)], snapshot.Pools.AsEnumerable());
        Assert.Equal(2, snapshot.Sequence);
        Assert.Same(snapshot, _follower.Snapshot);
    }

    [Fact]
    public void A_delta_fits_every_snapshot_from_where_it_begins()
    {
        _follower.Apply(Reports.Snapshot(3, Reports.Of(1)));
        Assert.True(_follower.TryApply(Reports.Delta(1, 4, Reports.Of(1, depth: 1)), out _));
        Assert.False(_follower.TryApply(Reports.Delta(5, 6, Reports.Of(1, depth: 2)), out var unchanged));

        Assert.Equal((4, 1), (unchanged.Sequence, unchanged.Pools[0].QueueDepth));
    }

    [Fact]
    public void What_is_late_changes_nothing_and_needs_no_pull()
    {
        var newest = _follower.Apply(Reports.Snapshot(3, Reports.Of(1)) with { Epoch = 2 });

        Assert.Same(newest, _follower.Apply(Reports.Snapshot(2)));
        Assert.Same(newest, _follower.Apply(Reports.Snapshot(9)));
        foreach (var late in new[] { Reports.Delta(2, 3) with { Epoch = 2 }, Reports.Delta(9, 10) })
        {
            Assert.True(_follower.TryApply(late, out var snapshot));
            Assert.Same(newest, snapshot);
        }
    }

    [Fact]
    public void Without_a_snapshot_and_for_a_later_epoch_one_is_pulled()
    {
        Assert.False(_follower.TryApply(Reports.Delta(0, 1), out _));
        _follower.Apply(Reports.Snapshot(1));
        Assert.False(_follower.TryApply(Reports.Delta(0, 1) with { Epoch = 2 }, out _));
    }

    [Fact]
    public void What_a_rebuilding_router_does_not_name_stays_until_it_has_rebuilt()
    {
        _follower.Apply(Reports.Snapshot(9, Reports.Of(1), Reports.Of(2), Reports.Of(3)));
        var first = _follower.Apply(Reports.Snapshot(1, Reports.Of(2, depth: 4)) with { Epoch = 2, IsRebuilding = true });
        Assert.Equal([Reports.Of(1), Reports.Of(2, depth: 4), Reports.Of(3)], first.Pools.AsEnumerable());

        Assert.True(_follower.TryApply(Reports.Delta(1, 2, Reports.Of(1, depth: 5)) with { Epoch = 2, IsRebuilding = true }, out var second));
        Assert.Equal([5, 4, 0], second.Pools.Select(pool => pool.QueueDepth));

        Assert.True(_follower.TryApply(Reports.Delta(2, 3) with { Epoch = 2 }, out var whole));
        Assert.Equal([5, 4], whole.Pools.Select(pool => pool.QueueDepth));
    }

    [Fact]
    public void What_a_rebuilding_router_has_named_is_its_to_forget()
    {
        _follower.Apply(Reports.Snapshot(9, Reports.Of(1), Reports.Of(2)));
        _follower.Apply(Reports.Snapshot(1, Reports.Of(1)) with { Epoch = 2, IsRebuilding = true });
        _follower.TryApply(Reports.Delta(1, 2) with { Epoch = 2, IsRebuilding = true, Removed = [Reports.Of(1).Pool] }, out var snapshot);
        Assert.Equal([Reports.Of(2)], snapshot.Pools.AsEnumerable());

        snapshot = _follower.Apply(Reports.Snapshot(3) with { Epoch = 2, IsRebuilding = true });
        Assert.Equal([Reports.Of(2)], snapshot.Pools.AsEnumerable());
    }
}
