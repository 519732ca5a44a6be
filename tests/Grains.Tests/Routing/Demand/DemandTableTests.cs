using OrleansInference.Autoscaling;

namespace OrleansInference.Routing.Demand;

public sealed class DemandTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DemandTable _table = new();

    [Fact]
    public void It_holds_the_newest_of_each_dispatcher_ordered_by_silo()
    {
        _table.Hear(Reports.Silo(2), Demand(2, sequence: 1, arrivals: 5), Now);
        _table.Hear(Reports.Silo(1), Demand(1, sequence: 7, arrivals: 9), Now);
        _table.Hear(Reports.Silo(2), Demand(2, sequence: 3, arrivals: 8), Now);
        _table.Hear(Reports.Silo(2), Demand(2, sequence: 2, arrivals: 6), Now); // was overtaken

        Assert.Equal([9, 8], Newest(Now).Select(demand => demand.Versions[0].Arrivals));
    }

    [Fact]
    public void Who_has_no_news_stands_as_before_and_who_subscribes_no_more_is_forgotten()
    {
        _table.Hear(Reports.Silo(1), Demand(1, sequence: 1, arrivals: 5), Now);
        _table.Hear(Reports.Silo(2), Demand(2, sequence: 1, arrivals: 6), Now);
        _table.Hear(Reports.Silo(3), null, Now); // nothing was ever asked there
        _table.Hear(Reports.Silo(1), null, Now + DemandTable.Silence);
        Assert.Equal([5, 6], Newest(Now + DemandTable.Silence).Select(demand => demand.Versions[0].Arrivals));

        Assert.Equal([5], Newest(Now + DemandTable.Silence + TimeSpan.FromTicks(1)).Select(demand => demand.Versions[0].Arrivals));
    }

    [Fact]
    public void Of_a_silo_that_has_left_the_last_counts_are_there_for_a_while_but_nothing_is_in_flight()
    {
        _table.Hear(Reports.Silo(1), Demand(1, sequence: 1, arrivals: 5), Now);
        var left = _table.Newest(silo => silo.Equals(Reports.Silo(1)), Now)[0].Versions[0];

        Assert.Equal((5, 0, 0, 0), (left.Arrivals, left.InFlight, left.Waiting, left.WaitingSeconds));
    }

    private IEnumerable<DispatcherDemand> Newest(DateTimeOffset now) => _table.Newest(_ => false, now);

    private static DispatcherDemand Demand(int silo, long sequence, long arrivals) =>
        new(Reports.Silo(silo), [new DemandCounters { Version = 1, Since = Now, Arrivals = arrivals, InFlight = 3, Waiting = 2, WaitingSeconds = 0.5 }]) { Sequence = sequence };
}
