using OrleansInference.Models;

namespace OrleansInference.Routing.Traffic;

public sealed class TrafficTableTests
{
    private static readonly TrafficSpec Configured = new() { StickyKey = "configured" };

    [Fact]
    public void What_was_set_counts_before_the_configuration_and_the_configuration_is_the_newest_wanted_version_s()
    {
        var old = FakeCatalog.Entry(1);
        var current = FakeCatalog.Entry(2);
        var table = new TrafficTable(FakeCatalog.Of(
            old, current with { Spec = current.Spec! with { Description = new ModelDescription { Traffic = Configured } } }, FakeCatalog.Entry(3) with { IsWanted = false }));

        Assert.Equal(Configured, table.SpecOf("tiny"));
        Assert.Equal(TrafficSpec.Default, table.SpecOf("other"));
        table.Hear("tiny", Traffic(1));
        Assert.Equal("key 1", table.SpecOf("tiny").StickyKey);
        Assert.Equal(Configured, table.ConfiguredOf("tiny"));
    }

    [Fact]
    public void Of_two_changes_the_later_counts_whichever_is_heard_first()
    {
        var table = new TrafficTable(FakeCatalog.Of());
        Assert.Null(table.Hear("tiny", null));
        Assert.Null(table.Hear("tiny", Traffic(2)));
        Assert.Equal(Traffic(2), table.Hear("tiny", Traffic(1))); // news for who said 1
        Assert.Equal(Traffic(2), table.Hear("tiny", null));
        Assert.Equal("key 2", table.SpecOf("tiny").StickyKey);
        Assert.Null(table.Hear("tiny", Traffic(3)));
        Assert.Equal("key 3", table.SpecOf("tiny").StickyKey);
    }

    private static ModelTraffic Traffic(long stamp) => new() { Spec = new TrafficSpec { StickyKey = $"key {stamp}" }, Before = TrafficSpec.Default, Stamp = stamp };
}
