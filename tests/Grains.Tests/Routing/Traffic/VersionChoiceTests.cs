using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing.Traffic;

public sealed class VersionChoiceTests
{
    private static readonly ImmutableDictionary<string, ParameterValue> None = ImmutableDictionary<string, ParameterValue>.Empty;

    private readonly ModelCatalog _catalog = FakeCatalog.Of(FakeCatalog.Entry(1), FakeCatalog.Entry(2), FakeCatalog.Entry(3));
    private readonly TrafficTable _traffic;
    private readonly VersionChoice _choice;

    public VersionChoiceTests()
    {
        _traffic = new TrafficTable(_catalog);
        _choice = new VersionChoice(_catalog, _traffic);
    }

    [Fact]
    public void Without_weights_the_latest_ready_version_is_chosen()
    {
        Assert.Equal(2, _choice.For("tiny", None, Table((1, true), (2, true), (3, false))));
        Assert.Equal(2, _choice.Main("tiny", Table((1, true), (2, true), (3, false))));
        Assert.Null(_choice.For("tiny", None, RouteTable.Empty));
    }

    [Fact]
    public void Requests_without_a_key_are_split_by_the_weights()
    {
        Set(new TrafficSpec { Weights = [new(1, 95), new(2, 5)] });
        var second = Enumerable.Range(0, 10_000).Count(_ => _choice.For("tiny", None, Table((1, true), (2, true), (3, true))) == 2);
        Assert.InRange(second, 400, 600); // 500, and 4.6 standard deviations of 21.8
    }

    [Fact]
    public void Requests_with_the_same_key_get_the_same_version_in_every_silo()
    {
        Set(new TrafficSpec { Weights = [new(1, 50), new(2, 50)], StickyKey = "user" });
        var other = new VersionChoice(_catalog, _traffic);
        var table = Table((1, true), (2, true));
        var picks = Enumerable.Range(0, 100).Select(user => Pick(_choice, user, table)).ToArray();

        for (var again = 0; again < 3; again++)
            Assert.Equal(picks, Enumerable.Range(0, 100).Select(user => Pick(other, user, table)));
        Assert.Equal(2, picks.Distinct().Count());
    }

    [Fact]
    public void The_share_of_a_version_that_is_not_ready_goes_to_the_others()
    {
        Set(new TrafficSpec { Weights = [new(1, 95), new(2, 5)], StickyKey = "user" });
        Assert.All(Enumerable.Range(0, 100), user => Assert.Equal(2, Pick(_choice, user, Table((1, false), (2, true), (3, true)))));
        // None of them: the later one is waited for, and version 3 has no share.
        Assert.Equal(2, _choice.For("tiny", None, Table((1, false), (2, false), (3, true))));
    }

    [Fact]
    public void A_version_on_its_way_out_of_service_gets_nothing_although_its_pools_are_ready()
    {
        var catalog = FakeCatalog.Of(FakeCatalog.Entry(1) with { IsWanted = false }, FakeCatalog.Entry(2), FakeCatalog.Entry(3));
        var traffic = new TrafficTable(catalog);
        traffic.Hear("tiny", new ModelTraffic { Spec = new TrafficSpec { Weights = [new(1, 99), new(2, 1)] }, Before = TrafficSpec.Default, Stamp = 1 });
        var choice = new VersionChoice(catalog, traffic);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(2, choice.For("tiny", None, Table((1, true), (2, true), (3, true)))));
    }

    [Fact]
    public void Weights_of_versions_that_are_not_served_any_more_mean_nothing()
    {
        Set(new TrafficSpec { Weights = [new(8, 99), new(9, 1)] });
        Assert.Equal(3, _choice.For("tiny", None, Table((1, true), (3, true))));
    }

    [Fact]
    public void Who_asks_without_a_request_sees_the_version_that_gets_most()
    {
        Set(new TrafficSpec { Weights = [new(1, 95), new(2, 5)] });
        Assert.Equal(1, _choice.Main("tiny", Table((1, true), (2, true), (3, true))));
        Assert.Equal(2, _choice.Main("tiny", Table((2, true), (3, true))));
    }

    [Fact]
    public void The_shares_are_those_of_the_versions_that_are_ready()
    {
        Set(new TrafficSpec { Weights = [new(1, 60), new(2, 20), new(3, 20)] });
        var table = Table((1, false), (2, true), (3, true));
        var versions = _choice.Describe("tiny", [.. _catalog.Entries.Select(table.StatusOf)], table);

        Assert.Equal([(1, 60.0, 0.0), (2, 20.0, 0.5), (3, 20.0, 0.5)], versions.Select(version => (version.Version, version.Weight!.Value, version.Share)));
        Assert.Equal([0, 1, 1], versions.Select(version => version.ReadyReplicas));
    }

    private void Set(TrafficSpec spec) => _traffic.Hear("tiny", new ModelTraffic { Spec = spec, Before = TrafficSpec.Default, Stamp = 1 });

    private static long? Pick(VersionChoice choice, int user, RouteTable table) => choice.For("tiny", None.Add("user", ParameterValue.Of((long)user)), table);

    private static RouteTable Table(params (long Version, bool IsReady)[] versions) => new(
    [
        .. versions.Select(version => Reports.Of(1, version: version.Version, state: version.IsReady ? PoolState.Ready : PoolState.Loading, ready: version.IsReady ? 1 : 0))
            .Select(report => new RouteEntry(new PoolRoute(report.Pool, new FakePool()), report)),
    ], []);
}
