using OrleansInference.Inference;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.Cluster;

public sealed class TwoSiloTests
{
    [Fact]
    public async Task A_request_to_any_silo_is_answered()
    {
        await using var cluster = await Start(2);

        Assert.Equal(new float[] { 2, 4 }, Floats(await cluster.Dispatcher(0).InferAsync(Request(1, 2), default)));
        Assert.Equal(new float[] { 6, 8 }, Floats(await cluster.Dispatcher(1).InferAsync(Request(3, 4), default)));
    }

    [Fact]
    public async Task Work_that_one_silo_has_no_free_replica_for_goes_to_the_other_and_comes_back_intact()
    {
        await using var cluster = await Start(2);
        foreach (var silo in new[] { 0, 1 }) cluster.Runtime(silo).Close();
        var values = Enumerable.Range(0, 300_000).Select(i => (float)i).ToArray();
        var calls = Enumerable.Range(0, 4).Select(_ => cluster.Dispatcher(0).InferAsync(Request(values) with
        {
            RequestId = "some-id",
            TimeLeft = TimeSpan.FromMinutes(1),
            Priority = 1,
            RequestedOutputs = ["y"],
            Parameters = System.Collections.Immutable.ImmutableDictionary<string, ParameterValue>.Empty
                .Add("a", ParameterValue.Of(1L)).Add("b", ParameterValue.Of("text")).Add("c", ParameterValue.Of(true)).Add("d", ParameterValue.Of(0.5)),
        }, default).AsTask()).ToArray();

        await Eventually.Holds(() => cluster.Runtime(0).Runs == 2 && cluster.Runtime(1).Runs == 2);
        foreach (var silo in new[] { 0, 1 }) cluster.Runtime(silo).Open();
        var doubled = values.Select(value => 2 * value).ToArray();
        foreach (var outcome in await Task.WhenAll(calls)) Assert.Equal(doubled, Floats(outcome));
        Assert.Equal(0, cluster.Service<Dispatcher>(cluster.Silos[0]).InFlight);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_listed_with_its_reason_and_does_not_stop_the_others()
    {
        await using var cluster = await Start(2);
        await Eventually.Holds(async () => (await cluster.Dispatcher(0).DescribeAsync("corrupt", null, default))!.State == PoolState.Failed);

        var models = (await cluster.Dispatcher(0).ListAsync(default)).ToDictionary(status => status.Id.Model);
        Assert.Equal("the archive is corrupt", models["corrupt"].Reason);
        Assert.Equal((PoolState.Failed, "config.pbtxt:1:1: no"), (models["misconfigured"].State, models["misconfigured"].Reason));
        Assert.Equal((PoolState.Ready, 4), (models["double"].State, models["double"].ReadyReplicas));
        Assert.Equal(4, models["double"].Signature!.MaxBatchSize);
        Assert.Equal(["a", "b"], models["double"].Signature!.Inputs[0].Labels.ToArray());

        var outcome = await cluster.Dispatcher(1).InferAsync(Request(1) with { Model = "corrupt" }, default);
        Assert.Equal(FaultKind.ModelNotReady, outcome.Fault!.Kind);
        Assert.Contains("the archive is corrupt", outcome.Fault.Message);
    }

    [Fact]
    public async Task Cancelling_and_deadlines_reach_a_pool_on_the_other_silo()
    {
        await using var cluster = await Start(2);
        foreach (var silo in new[] { 0, 1 }) cluster.Runtime(silo).Close();
        using var cancellation = new CancellationTokenSource();
        var running = Enumerable.Range(0, 4).Select(_ => cluster.Dispatcher(0).InferAsync(Request(1), default).AsTask()).ToArray();
        await Eventually.Holds(() => cluster.Runtime(0).Runs + cluster.Runtime(1).Runs == 4);
        var queued = Enumerable.Range(0, 4).Select(_ => cluster.Dispatcher(0).InferAsync(Request(1), cancellation.Token).AsTask()).ToArray();
        var hurried = Enumerable.Range(0, 4).Select(_ =>
            cluster.Dispatcher(0).InferAsync(Request(1) with { TimeLeft = TimeSpan.FromMilliseconds(50) }, default).AsTask()).ToArray();

        foreach (var outcome in await Task.WhenAll(hurried)) Assert.Equal(FaultKind.DeadlineExceeded, outcome.Fault!.Kind);
        await cancellation.CancelAsync();
        foreach (var outcome in await Task.WhenAll(queued)) Assert.Equal(FaultKind.Cancelled, outcome.Fault!.Kind);
        foreach (var silo in cluster.Silos) await Eventually.Holds(async () => (await cluster.Report(silo)).QueueDepth == 2);
        foreach (var silo in new[] { 0, 1 }) cluster.Runtime(silo).Open();
        await Task.WhenAll(running);
        Assert.Equal(4, cluster.Runtime(0).Runs + cluster.Runtime(1).Runs);
    }

    [Fact]
    public async Task A_silo_that_stops_under_load_fails_no_request()
    {
        await using var cluster = await Start(2);
        var leaving = cluster.Silos[1];
        using var load = new Load(cluster.Dispatcher(0), callers: 8);
        await Eventually.Holds(() => load.Answered > 100);

        await cluster.Stop(leaving);
        var after = load.Answered;
        await Eventually.Holds(() => load.Answered > after + 100);
        Assert.Empty(await load.Stop());
    }

    [Fact]
    public async Task The_silo_that_stays_serves_after_the_other_is_killed_and_after_a_new_one_joins()
    {
        await using var cluster = await Start(2);
        await cluster.Kill(cluster.Silos[1]);
        await Eventually.Holds(async () => (await cluster.Dispatcher(0).InferAsync(Request(1), default)).Response is not null);
        await cluster.UntilEverySiloSees(cluster.Silos[0], 1);

        var joined = await cluster.Add();
        await cluster.UntilEverySiloSees(cluster.Silos[0], 2);
        Assert.Equal(new float[] { 2 }, Floats(await cluster.Service<IDispatcher>(joined).InferAsync(Request(1), default)));
    }

    [Fact]
    public async Task Every_silo_is_replaced_in_turn_under_load_and_no_request_fails()
    {
        await using var cluster = await Start(2);
        using var load = new Load(cluster.Dispatcher(0), callers: 8);
        for (var round = 0; round < 2; round++)
        {
            var (leaving, before) = (cluster.Silos[0], load.Answered);
            await Eventually.Holds(() => load.Answered > before + 100);
            var joined = await cluster.Add();

            // As a load balancer does with a door that says it is not ready any more.
            load.Dispatcher = cluster.Service<IDispatcher>(joined);
            await Eventually.Holds(() => cluster.Service<Dispatcher>(leaving).InFlight == 0);
            await cluster.Stop(leaving);
        }
        Assert.Empty(await load.Stop());
    }

    [Fact]
    public async Task A_silo_that_is_killed_under_load_costs_time_and_no_request()
    {
        await using var cluster = await Start(2);
        foreach (var silo in new[] { 0, 1 }) cluster.Runtime(silo).Duration = TimeSpan.FromMilliseconds(5);
        using var load = new Load(cluster.Dispatcher(0), callers: 8);
        await Eventually.Holds(() => load.Answered > 500 && cluster.Runtime(1).Runs > 100);

        await cluster.Kill(cluster.Silos[1]);
        var after = load.Answered;
        await Eventually.Holds(() => load.Answered > after + 500);
        Assert.Empty(await load.Stop());
    }
}
