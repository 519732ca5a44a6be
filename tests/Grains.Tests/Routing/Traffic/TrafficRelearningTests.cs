using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing.Traffic;

/// <summary>A router forgets with its activation; its dispatchers remember.</summary>
public sealed class TrafficRelearningTests
{
    private static readonly ModelTraffic Set = new() { Spec = new TrafficSpec { Weights = [new(1, 1)] }, Before = TrafficSpec.Default, Stamp = 5 };

    private readonly FakeRouter _router = new();
    private readonly FakePool _pool = new();
    private readonly Dispatcher _dispatcher;

    public TrafficRelearningTests() => _dispatcher = new Dispatcher(
        FakeCatalog.Of(FakeCatalog.Entry(1), FakeCatalog.Entry(2)), new RoutingTransport(Reports.Silo(1), _ => _router, _ => _pool),
        Options.Create(new DispatcherOptions()), Options.Create(new FailureOptions()), new ManualTime(), NullLogger<Dispatcher>.Instance);

    [Fact]
    public async Task A_router_that_has_just_been_activated_learns_from_a_dispatcher_what_was_set()
    {
        _dispatcher.Apply(Reports.Snapshot(1) with { Traffic = Set });
        _router.Snapshot = Reports.Snapshot(1) with { Epoch = 2 };
        await _dispatcher.RefreshAsync("tiny");

        Assert.Equal(Set, _router.Traffic);
        Assert.Equal(Set, _dispatcher.Traffic.SetOf("tiny"));
    }

    [Fact]
    public async Task A_snapshot_that_is_older_or_knows_less_takes_nothing_away()
    {
        _dispatcher.Apply(Reports.Snapshot(1, Reports.Of(1, version: 1), Reports.Of(1, version: 2)) with { Traffic = Set });
        _dispatcher.Apply(Reports.Snapshot(2, Reports.Of(1, version: 1), Reports.Of(1, version: 2)));
        _dispatcher.Apply(Reports.Snapshot(3, Reports.Of(1, version: 1), Reports.Of(1, version: 2)) with { Traffic = Set with { Stamp = 4, Spec = TrafficSpec.Default } });

        await _dispatcher.InferAsync(Sample.Request([[1]]), default);
        await _dispatcher.InferAsync(Sample.Request([[1]]) with { Version = 2 }, default);
        Assert.Equal([1L, 2L], _pool.Requests.Select(request => request.Version!.Value));
    }

    [Fact]
    public void A_router_takes_the_later_change_and_tells_it_at_once()
    {
        var table = new RoutingTable("tiny", epoch: 1);
        table.TakeDelta();
        table.Apply(Set);
        Assert.Equal(Set, table.TakeDelta()?.Traffic);

        table.Apply(Set with { Stamp = 4, Spec = TrafficSpec.Default });
        Assert.Null(table.TakeDelta());
        Assert.Equal(Set, table.Snapshot().Traffic);
    }
}
