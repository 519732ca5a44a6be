using OrleansInference.Control;
using OrleansInference.Inference;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.Cluster;

public sealed class EnsembleTests
{
    private static readonly ControlSpec OnDemand = new() { Mode = ControlMode.Explicit };

    [Fact]
    public async Task A_request_to_any_silo_is_answered_and_stays_there_while_its_replicas_are_as_good_as_others()
    {
        await using var cluster = await Start(2);

        Assert.Equal(new float[] { 4, 8 }, Floats(await Infer(cluster, 0, 1, 2)));
        Assert.Equal((2, 0), (cluster.Runtime(0).Runs, cluster.Runtime(1).Runs));
        Assert.Equal(new float[] { 12 }, Floats(await Infer(cluster, 1, 3)));
        Assert.Equal((2, 2), (cluster.Runtime(0).Runs, cluster.Runtime(1).Runs));
    }

    [Fact]
    public async Task A_step_goes_to_the_other_silo_where_the_own_one_is_busy_and_its_tensors_come_back_intact()
    {
        await using var cluster = await Start(2);
        cluster.Runtime(0).Close();
        var busy = Enumerable.Range(0, 8).Select(_ => cluster.Dispatcher(0).InferAsync(Request(1) with { TimeLeft = TimeSpan.FromMinutes(1) }, default).AsTask()).ToArray();
        await Eventually.Holds(() => cluster.Runtime(0).Runs == 2);

        var values = Enumerable.Range(0, 300_000).Select(i => (float)i).ToArray();
        Assert.Equal(values.Select(value => 4 * value), Floats(await Infer(cluster, 0, values)));
        cluster.Runtime(0).Open();
        await Task.WhenAll(busy);
        Assert.Equal(0, cluster.Service<Dispatcher>(cluster.Silos[0]).InFlight);
    }

    [Fact]
    public async Task A_fault_names_the_step_and_cancelling_and_deadlines_reach_it()
    {
        await using var cluster = await Start(2);
        foreach (var silo in new[] { 0, 1 }) cluster.Runtime(silo).Close();
        var late = (await cluster.Dispatcher(0).InferAsync(Request(1) with { Model = "quadruple", TimeLeft = TimeSpan.FromMilliseconds(50) }, default)).Fault!;
        Assert.Equal(FaultKind.DeadlineExceeded, late.Kind);
        Assert.StartsWith("ensemble 'quadruple', step[0], model 'double': ", late.Message);

        using var cancellation = new CancellationTokenSource();
        var call = cluster.Dispatcher(0).InferAsync(Request(1) with { Model = "quadruple" }, cancellation.Token);
        await cancellation.CancelAsync();
        Assert.Equal(FaultKind.Cancelled, (await call).Fault!.Kind);
        foreach (var silo in new[] { 0, 1 }) cluster.Runtime(silo).Open();
        Assert.Equal(new float[] { 4 }, Floats(await Infer(cluster, 0, 1)));
        await Eventually.Holds(() => cluster.Service<Dispatcher>(cluster.Silos[0]).InFlight == 0);
    }

    [Fact]
    public async Task Its_statistics_are_those_of_every_silo()
    {
        await using var cluster = await Start(2);
        await Infer(cluster, 0, 1);
        await Infer(cluster, 1, 1);
        await Infer(cluster, 1, 1);

        var totals = Assert.Single(await cluster.Dispatcher(0).StatisticsAsync("quadruple", null, default)).Totals;
        Assert.Equal((3, 3, 0), (totals.Success.Count, totals.Items, totals.Fail.Count));
        var own = Assert.Single(await cluster.Dispatcher(1).OwnSiloAsync(default), model => model.Id.Model == "quadruple");
        Assert.Equal(2, own.Totals!.Success.Count);
    }

    [Fact]
    public async Task Loading_it_loads_its_steps_models_on_every_silo_and_unloading_it_takes_them_along_where_that_is_asked()
    {
        await using var cluster = await Start(2, OnDemand);
        Assert.Equal((PoolState.Gone, "unloaded"), await StateOf(cluster, 1, "quadruple"));
        Assert.Contains("Load it first", (await Infer(cluster, 0, 1)).Fault!.Message, StringComparison.Ordinal);

        Assert.Null(await cluster.Control(0).LoadAsync("quadruple", null, default));
        foreach (var silo in new[] { 0, 1 }) Assert.Equal(new float[] { 4 }, Floats(await Infer(cluster, silo, 1)));

        Assert.Null(await cluster.Control(1).UnloadAsync("quadruple", false, default));
        foreach (var silo in new[] { 0, 1 })
        {
            Assert.Equal(PoolState.Gone, (await StateOf(cluster, silo, "quadruple")).State);
            Assert.Equal(PoolState.Ready, (await StateOf(cluster, silo, "double")).State);
        }

        Assert.Null(await cluster.Control(0).LoadAsync("quadruple", null, default));
        Assert.Null(await cluster.Control(1).UnloadAsync("quadruple", true, default));
        foreach (var silo in new[] { 0, 1 })
        {
            Assert.Equal(PoolState.Gone, (await StateOf(cluster, silo, "double")).State);
            Assert.Equal(0, cluster.Runtime(silo).Loaded);
        }
    }

    [Fact]
    public async Task A_model_that_was_asked_for_itself_stays_and_without_it_the_ensemble_is_not_ready()
    {
        await using var cluster = await Start(2, OnDemand);
        Assert.Null(await cluster.Control(0).LoadAsync("double", null, default));
        Assert.Null(await cluster.Control(0).LoadAsync("quadruple", null, default));
        Assert.Null(await cluster.Control(0).UnloadAsync("quadruple", true, default));
        Assert.Equal(PoolState.Ready, (await StateOf(cluster, 1, "double")).State);

        Assert.Null(await cluster.Control(0).LoadAsync("quadruple", null, default));
        Assert.Null(await cluster.Control(0).UnloadAsync("double", false, default));
        Assert.Equal((PoolState.Failed, "step[0], model 'double': unloaded"), await StateOf(cluster, 1, "quadruple"));
        var fault = (await Infer(cluster, 1, 1)).Fault!;
        Assert.Equal(FaultKind.ModelNotReady, fault.Kind);
        Assert.StartsWith("ensemble 'quadruple', step[0], model 'double': Model 'double' version 1 is not loaded", fault.Message);
    }

    [Fact]
    public async Task A_step_that_cannot_be_loaded_keeps_the_ensemble_out_and_says_why()
    {
        await using var cluster = await Start(1, OnDemand);
        cluster.Edit(DoublingRuntime.CorruptEdition);

        Assert.Equal(
            "load failed for model 'quadruple': version 1: load failed for model 'double': version 1: the archive is corrupt",
            (await cluster.Control(0).LoadAsync("quadruple", null, default))!.Message);
        Assert.Equal(PoolState.Failed, (await StateOf(cluster, 0, "quadruple")).State);
    }

    [Fact]
    public async Task A_silo_that_joins_later_serves_it_too()
    {
        await using var cluster = await Start(1, OnDemand);
        Assert.Null(await cluster.Control(0).LoadAsync("quadruple", null, default));

        var joined = await cluster.Add();
        var dispatcher = cluster.Service<IDispatcher>(joined);
        await Eventually.Holds(async () => await dispatcher.DescribeAsync("quadruple", null, default) is { IsReady: true });
        Assert.Equal(new float[] { 4 }, Floats(await dispatcher.InferAsync(Request(1) with { Model = "quadruple" }, default)));
    }

    [Fact]
    public async Task A_silo_that_stops_under_load_fails_no_request()
    {
        await using var cluster = await Start(2);
        var leaving = cluster.Silos[1];
        using var load = new Load(cluster.Dispatcher(0), callers: 8, model: "quadruple");
        await Eventually.Holds(() => load.Answered > 100);

        await cluster.Stop(leaving);
        var after = load.Answered;
        await Eventually.Holds(() => load.Answered > after + 100);
        Assert.Empty(await load.Stop());
    }

    private static ValueTask<InferenceOutcome> Infer(InferenceCluster cluster, int silo, params float[] values) =>
        cluster.Dispatcher(silo).InferAsync(Request(values) with { Model = "quadruple" }, default);

    private static async Task<(PoolState State, string? Reason)> StateOf(InferenceCluster cluster, int silo, string model)
    {
        var status = (await cluster.Dispatcher(silo).DescribeAsync(model, null, default))!;
        return (status.State, status.Reason);
    }
}
