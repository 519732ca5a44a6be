using OrleansInference.Control;
using OrleansInference.Inference;
using OrleansInference.Replicas;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.Cluster;

public sealed class ControlTests
{
    private static readonly ControlSpec OnDemand = new() { Mode = ControlMode.Explicit };

    [Fact]
    public async Task A_model_is_served_by_every_silo_once_it_is_loaded_and_by_none_once_it_is_unloaded()
    {
        await using var cluster = await Start(2, OnDemand);
        Assert.Equal((PoolState.Gone, "unloaded"), await StateOf(cluster, 1));
        var before = (await cluster.Dispatcher(1).InferAsync(Request(1), default)).Fault!;
        Assert.Equal(FaultKind.ModelNotReady, before.Kind);
        Assert.Contains("is not loaded (unloaded). Load it first: POST /v2/repository/models/double/load", before.Message);

        Assert.Null(await cluster.Control(0).LoadAsync("double", null, default));
        foreach (var silo in new[] { 0, 1 })
        {
            Assert.Equal(4, (await cluster.Dispatcher(silo).DescribeAsync("double", null, default))!.ReadyReplicas);
            Assert.Equal(new float[] { 2 }, Floats(await cluster.Dispatcher(silo).InferAsync(Request(1), default)));
        }

        Assert.Null(await cluster.Control(1).UnloadAsync("double", false, default));
        foreach (var silo in new[] { 0, 1 })
        {
            Assert.Equal((PoolState.Gone, "unloaded"), await StateOf(cluster, silo));
            Assert.Contains("is not loaded", (await cluster.Dispatcher(silo).InferAsync(Request(1), default)).Fault!.Message);
            Assert.Equal(0, cluster.Runtime(silo).Loaded);
        }
        Assert.Null(await cluster.Control(1).UnloadAsync("double", false, default));
    }

    [Fact]
    public async Task A_reload_under_load_loses_no_request_and_takes_effect_when_it_returns()
    {
        await using var cluster = await Start(2, OnDemand);
        Assert.Null(await cluster.Control(0).LoadAsync("double", null, default));
        using var load = new Load(cluster.Dispatcher(0), callers: 8);
        await Eventually.Holds(() => load.Answered > 100);

        for (var edition = 2; edition <= 4; edition++)
        {
            cluster.Edit(edition);
            Assert.Null(await cluster.Control(edition % 2).LoadAsync("double", null, default));
            var used = new[] { 0, 1 }.Select(silo => cluster.Runtime(silo).RunsOf(edition - 1)).ToArray();
            var after = load.Answered;
            await Eventually.Holds(() => load.Answered > after + 200);
            // What was on its way when the reload returned: at most one request of each caller.
            Assert.InRange(new[] { 0, 1 }.Sum(silo => cluster.Runtime(silo).RunsOf(edition - 1)) - used.Sum(), 0, 8);
        }
        Assert.Empty(await load.Stop());
        foreach (var silo in new[] { 0, 1 }) await Eventually.Holds(() => cluster.Runtime(silo).Loaded == 2);
    }

    [Fact]
    public async Task Loading_what_has_not_changed_changes_nothing()
    {
        await using var cluster = await Start(1, OnDemand);
        Assert.Null(await cluster.Control(0).LoadAsync("double", null, default));
        Assert.Null(await cluster.Control(0).LoadAsync("double", null, default));

        Assert.Equal(2, cluster.Runtime(0).Loads);
    }

    [Fact]
    public async Task A_reload_that_fails_keeps_what_is_in_service_and_says_why()
    {
        await using var cluster = await Start(2, OnDemand);
        Assert.Null(await cluster.Control(0).LoadAsync("double", null, default));
        cluster.Edit(DoublingRuntime.CorruptEdition);

        var fault = (await cluster.Control(0).LoadAsync("double", null, default))!;
        Assert.Equal(FaultKind.LoadFailed, fault.Kind);
        foreach (var silo in cluster.Silos)
            Assert.Contains($"silo {silo.SiloAddress}: load failed for model 'double': version 1: the archive is corrupt", fault.Message);
        foreach (var silo in new[] { 0, 1 })
        {
            Assert.Equal(new float[] { 2 }, Floats(await cluster.Dispatcher(silo).InferAsync(Request(1), default)));
            Assert.Equal((PoolState.Ready, "the archive is corrupt"), await StateOf(cluster, silo));
            Assert.Equal(2, cluster.Runtime(silo).Loaded);
        }

        cluster.Edit(3);
        Assert.Null(await cluster.Control(0).LoadAsync("double", null, default));
        Assert.Equal((PoolState.Ready, null), await StateOf(cluster, 0));
    }

    [Fact]
    public async Task A_first_load_that_fails_leaves_nothing_behind()
    {
        await using var cluster = await Start(1, OnDemand);

        Assert.Equal("load failed for model 'corrupt': version 1: the archive is corrupt", (await cluster.Control(0).LoadAsync("corrupt", null, default))!.Message);
        Assert.Equal("load failed for model 'misconfigured': version 1: config.pbtxt:1:1: no", (await cluster.Control(0).LoadAsync("misconfigured", null, default))!.Message);
        Assert.Equal(FaultKind.UnknownModel, (await cluster.Control(0).LoadAsync("nope", null, default))!.Kind);
        Assert.Equal(FaultKind.UnknownModel, (await cluster.Control(0).UnloadAsync("nope", false, default))!.Kind);
        Assert.Equal((PoolState.Failed, "the archive is corrupt"), await StateOf(cluster, 0, "corrupt"));
    }

    [Fact]
    public async Task A_silo_that_joins_later_serves_what_was_asked_for_before()
    {
        await using var cluster = await Start(1, OnDemand);
        Assert.Null(await cluster.Control(0).LoadAsync("double", null, default));

        var joined = await cluster.Add();
        Assert.Equal(2, cluster.Service<DoublingRuntime>(joined).Loaded);
        Assert.Null(await cluster.Service<IModelControl>(joined).UnloadAsync("double", false, default));
        Assert.Equal(0, cluster.Runtime(0).Loaded + cluster.Service<DoublingRuntime>(joined).Loaded);
    }

    [Theory]
    [InlineData(ControlMode.None)]
    [InlineData(ControlMode.Poll)]
    public async Task Without_explicit_control_calls_are_refused(ControlMode mode)
    {
        await using var cluster = await Start(1, new ControlSpec { Mode = mode });

        foreach (var fault in new[] { await cluster.Control(0).LoadAsync("double", null, default), await cluster.Control(0).UnloadAsync("double", false, default) })
            Assert.Equal(
                $"explicit model load / unload is not allowed: the model control mode is '{mode.ToString().ToLowerInvariant()}', not 'explicit' (--model-control explicit)",
                fault!.Message);
        Assert.Equal(new float[] { 2 }, Floats(await cluster.Dispatcher(0).InferAsync(Request(1), default)));
    }

    [Fact]
    public async Task A_polled_repository_is_followed()
    {
        await using var cluster = await Start(1, new ControlSpec { Mode = ControlMode.Poll, PollPeriod = TimeSpan.FromMilliseconds(20) });
        cluster.Edit(2);
        await Eventually.Holds(() => cluster.Runtime(0).EditionsLoaded.SequenceEqual([1, 1, 2, 2]));

        cluster.Service<DoublingSource>(cluster.Silos[0]).IsEmpty = true;
        await Eventually.Holds(() => cluster.Runtime(0).Loaded == 0);
        await Eventually.Holds(async () => await cluster.Dispatcher(0).DescribeAsync("double", null, default) is null);
        cluster.Service<DoublingSource>(cluster.Silos[0]).IsEmpty = false;
        await cluster.UntilEverySiloSees(cluster.Silos[0], 1);
    }

    [Fact]
    public async Task Statistics_count_what_all_silos_have_done()
    {
        await using var cluster = await Start(2, new ControlSpec());
        for (var i = 0; i < 20; i++) Floats(await cluster.Dispatcher(i % 2).InferAsync(Request(1, 2), default));
        Assert.NotNull((await cluster.Dispatcher(0).InferAsync(Request(1) with { Inputs = [] }, default)).Fault);

        var statistics = Assert.Single(await cluster.Dispatcher(0).StatisticsAsync("double", null, default));
        Assert.Equal("double/1", statistics.Id.ToString());
        Assert.Equal((20, 1, 20, 20), (statistics.Totals.Success.Count, statistics.Totals.Fail.Count, statistics.Totals.Items, statistics.Totals.Passes));
        Assert.Equal((1, 20), (Assert.Single(statistics.Totals.BatchSizes).Items, statistics.Totals.BatchSizes[0].Infer.Count));
        Assert.True(statistics.Totals.Success.Total >= statistics.Totals.Infer.Total + statistics.Totals.Queue.Total);
        Assert.NotNull(statistics.Totals.LastRequest);
    }

    private static async Task<(PoolState, string?)> StateOf(InferenceCluster cluster, int silo, string model = "double")
    {
        var status = (await cluster.Dispatcher(silo).DescribeAsync(model, null, default))!;
        return (status.State, status.Reason);
    }
}
