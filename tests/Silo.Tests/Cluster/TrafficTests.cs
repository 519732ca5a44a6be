using System.Collections.Immutable;
using OrleansInference.Client;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.Cluster;

/// <summary>Two versions of <c>double</c> on two silos: version 1 multiplies by 2, version 2 by 3.</summary>
public sealed class TrafficTests
{
    [Fact]
    public async Task A_canary_gets_its_share_from_every_silo_and_a_request_that_names_a_version_gets_that()
    {
        await using var cluster = await StartSplit();
        var spec = new TrafficChange { Weights = [new(1, 95), new(2, 5)] };
        Assert.Null(await Traffic(cluster, 0).ChangeAsync("double", spec, default));

        foreach (var silo in new[] { 0, 1 })
        {
            var answers = await Ask(cluster, silo, 1000);
            Assert.InRange(answers.Count(answer => answer == 3), 15, 85); // 50, and five standard deviations of 6.9
            Assert.Equal(3, await Ask(cluster, silo, Request(1) with { Version = 2 }));
            Assert.Equal([(1L, 0.95), (2L, 0.05)], (await Traffic(cluster, silo).GetAsync("double", default))!.Versions.Select(version => (version.Version, version.Share)));
            Assert.Equal(1, (await cluster.Dispatcher(silo).DescribeAsync("double", null, default))!.Id.Version);
        }
    }

    [Fact]
    public async Task The_same_user_gets_the_same_version_on_every_silo_and_more_weight_moves_users_one_way()
    {
        await using var cluster = await StartSplit();
        Assert.Null(await Traffic(cluster, 0).ChangeAsync("double", new TrafficChange { Weights = [new(1, 70), new(2, 30)], StickyKey = "user" }, default));
        var before = await Users(cluster, 0);
        Assert.Equal(before, await Users(cluster, 1));
        Assert.Equal(2, before.Distinct().Count());

        Assert.Null(await Traffic(cluster, 1).ChangeAsync("double", new TrafficChange { Weights = [new(1, 50), new(2, 50)] }, default));
        var after = await Users(cluster, 0);
        Assert.Contains(before.Zip(after), user => user.First != user.Second);
        Assert.All(before.Zip(after), user => Assert.True(user.First == user.Second || user.Second == 3));
    }

    [Fact]
    public async Task Promoting_and_rolling_back_under_load_fails_no_request_and_counts_at_once()
    {
        await using var cluster = await StartSplit();
        using var load = new Load(cluster.Dispatcher(0), callers: 8);
        await Eventually.Holds(() => load.Answered > 100);
        foreach (var (version, factor) in new[] { (1, 2f), (2, 3f), (1, 2f) })
        {
            Assert.Null(await Traffic(cluster, version % 2).PromoteAsync("double", version, default));
            foreach (var silo in new[] { 0, 1 }) Assert.Equal(factor, await Ask(cluster, silo, Request(1)));
        }

        Assert.Null(await Traffic(cluster, 0).RollBackAsync("double", default));
        foreach (var silo in new[] { 0, 1 }) Assert.Equal(3, await Ask(cluster, silo, Request(1)));
        Assert.Null(await Traffic(cluster, 1).RollBackAsync("double", default));
        foreach (var silo in new[] { 0, 1 }) Assert.Equal(2, await Ask(cluster, silo, Request(1)));
        Assert.Empty(await load.Stop());
    }

    [Fact]
    public async Task A_shadow_s_answers_are_compared_on_every_silo_and_nobody_gets_them()
    {
        await using var cluster = await StartSplit();
        var change = new TrafficChange { Weights = [new(1, 1)], Shadow = new ShadowSpec { Version = 2, Share = 1 } };
        Assert.Null(await Traffic(cluster, 0).ChangeAsync("double", change, default));
        foreach (var silo in new[] { 0, 1 })
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(2, await Ask(cluster, silo, Request(1)));
                await Compared(silo);
            }
        await Ask(cluster, 0, Request(0)); // 2·0 = 3·0
        await Compared(0);

        var shadow = (await ShadowOf(cluster))!;
        Assert.Equal((40, 1, 0, 0), (shadow.Differing, shadow.Agreeing, shadow.Failed, shadow.Dropped));
        Assert.Equal((1, 0.5, 41L), (shadow.MaxAbsoluteDifference, shadow.MaxRelativeDifference, shadow.Durations.Count));

        foreach (var silo in cluster.Silos) Assert.Equal(0, cluster.Service<Dispatcher>(silo).InFlight);

        Task Compared(int silo) => Eventually.Holds(() => cluster.Service<Dispatcher>(cluster.Silos[silo]).Shadows.InFlight == 0);
    }

    [Fact]
    public async Task What_was_set_outlives_the_router_and_reaches_a_silo_that_joins()
    {
        await using var cluster = await StartSplit();
        Assert.Null(await Traffic(cluster, 1).PromoteAsync("double", 1, default));
        var first = cluster.Silos.ToList();
        var heir = await cluster.Add();
        await Eventually.Holds(() => Answers(cluster, heir, 2));
        // The router is on one of the two.
        foreach (var silo in first)
        {
            await cluster.Kill(silo);
            await Eventually.Holds(() => Answers(cluster, heir, 2));
        }

        var joined = await cluster.Add();
        // It may serve before it has heard: the first version of those that it loads, too.
        await Eventually.Holds(async () => (await cluster.Service<ITrafficControl>(joined).GetAsync("double", default))!.Spec.Weights is [{ Version: 1 }]);
        await Eventually.Holds(() => Answers(cluster, joined, 2));
    }

    [Fact]
    public async Task Until_it_is_changed_the_configuration_counts()
    {
        await using var cluster = await Start(1, source: new DoublingSource { Versions = [1, 2], Traffic = new TrafficSpec { Weights = [new(1, 1)] } });
        Assert.Equal(2, await Ask(cluster, 0, Request(1)));
        Assert.Contains("nothing to roll back to", (await Traffic(cluster, 0).RollBackAsync("double", default))!.Message);
        Assert.Null(await Traffic(cluster, 0).ChangeAsync("double", new TrafficChange { Weights = ImmutableArray<VersionWeight>.Empty }, default));
        Assert.Equal(3, await Ask(cluster, 0, Request(1)));
        Assert.Null(await Traffic(cluster, 0).RollBackAsync("double", default));
        Assert.Equal(2, await Ask(cluster, 0, Request(1)));
    }

    [Fact]
    public async Task Changes_that_cannot_be_are_refused_with_every_reason_and_change_nothing()
    {
        await using var cluster = await StartSplit();
        var bad = new TrafficChange { Weights = [new(1, -1), new(7, 1)], Policy = "fastest" };
        var fault = (await Traffic(cluster, 0).ChangeAsync("double", bad, default))!;
        Assert.Equal(FaultKind.InvalidInput, fault.Kind);
        Assert.Contains("weights is 1:-1,7:1", fault.Message);
        Assert.Contains("weights names version 7; the model has 1, 2", fault.Message);
        Assert.Contains("policy is 'fastest'", fault.Message);
        Assert.Equal(FaultKind.UnknownModel, (await Traffic(cluster, 0).PromoteAsync("nope", 1, default))!.Kind);
        Assert.Equal(FaultKind.InvalidInput, (await Traffic(cluster, 0).PromoteAsync("double", 7, default))!.Kind);
        Assert.Equal(FaultKind.ModelNotReady, (await Traffic(cluster, 0).PromoteAsync("corrupt", 1, default))!.Kind);
        Assert.Null(await Traffic(cluster, 0).GetAsync("nope", default));
        Assert.Equal((TrafficSpec.Default, null), ((await Traffic(cluster, 0).GetAsync("double", default))!.Spec, (await Traffic(cluster, 0).GetAsync("double", default))!.ChangedAt));
    }

    [Fact]
    public async Task Changes_at_once_from_several_silos_are_all_made()
    {
        await using var cluster = await StartSplit();
        var changes = new TrafficChange[] { new() { StickyKey = "user" }, new() { AffinityKey = "session" }, new() { Policy = "prequal" }, new() { Weights = [new(2, 1)] } };
        var faults = await Task.WhenAll(changes.Select((change, i) => Traffic(cluster, i % 2).ChangeAsync("double", change, default)));
        Assert.All(faults, Assert.Null);

        var spec = new TrafficSpec { Weights = [new(2, 1)], StickyKey = "user", AffinityKey = "session", Policy = "prequal" };
        foreach (var silo in new[] { 0, 1 }) Assert.Equal(spec, (await Traffic(cluster, silo).GetAsync("double", default))!.Spec);
    }

    [Fact]
    public async Task The_Orleans_door_splits_and_changes_as_the_others_do()
    {
        await using var cluster = await StartSplit();
        using var client = new OrleansInferenceClient(cluster.Client);
        var status = await client.ChangeTrafficAsync("double", new TrafficChange { Weights = [new(1, 50), new(2, 50)], StickyKey = "user", Shadow = new ShadowSpec { Version = 2, Share = 0.5 } });
        Assert.Equal([0.5, 0.5], status.Versions.Select(version => version.Share));
        var users = await Users(cluster, 0);
        for (var user = 0; user < users.Length; user++)
            Assert.Equal(users[user], Floats(InferenceOutcome.Of(await client.InferAsync(OfUser(user))))[0]);

        Assert.Equal([0, 1.0], (await client.PromoteAsync("double", 2)).Versions.Select(version => version.Share));
        Assert.Equal(status.Spec, (await client.RollBackAsync("double")).Spec);
        var refused = await Assert.ThrowsAsync<InferenceException>(() => client.PromoteAsync("double", 7));
        Assert.Equal(FaultKind.InvalidInput, refused.Kind);
        Assert.Equal(FaultKind.UnknownModel, (await Assert.ThrowsAsync<InferenceException>(() => client.GetTrafficAsync("nope"))).Kind);
    }

    private static async Task<InferenceCluster> StartSplit(short silos = 2)
    {
        var cluster = await Start(silos, source: new DoublingSource { Versions = [1, 2] });
        foreach (var silo in cluster.Silos)
            await Eventually.Holds(async () =>
                (await cluster.Service<ITrafficControl>(silo).GetAsync("double", default))!.Versions.All(version => version.ReadyReplicas == 2 * silos));
        return cluster;
    }

    private static ITrafficControl Traffic(InferenceCluster cluster, int silo) => cluster.Service<ITrafficControl>(cluster.Silos[silo]);

    private static async Task<ShadowStatistics?> ShadowOf(InferenceCluster cluster) => (await Traffic(cluster, 1).GetAsync("double", default))!.Shadow;

    private static async Task<float[]> Ask(InferenceCluster cluster, int silo, int times)
    {
        var answers = new float[times];
        for (var i = 0; i < times; i++) answers[i] = await Ask(cluster, silo, Request(1));
        return answers;
    }

    private static async Task<float> Ask(InferenceCluster cluster, int silo, InferenceRequest request) =>
        Floats(await cluster.Dispatcher(silo).InferAsync(request, default))[0];

    private static async Task<bool> Answers(InferenceCluster cluster, Orleans.TestingHost.InProcessSiloHandle silo, float expected) =>
        await cluster.Service<IDispatcher>(silo).InferAsync(Request(1), default) is { Fault: null } outcome && Floats(outcome)[0] == expected;

    private static async Task<float[]> Users(InferenceCluster cluster, int silo) =>
        await Task.WhenAll(Enumerable.Range(0, 40).Select(user => Ask(cluster, silo, OfUser(user))));

    private static InferenceRequest OfUser(int user) => Request(1) with
    {
        Parameters = ImmutableDictionary<string, ParameterValue>.Empty.Add("user", ParameterValue.Of($"user-{user}")),
    };
}
