using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Control;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Ensembles;

public sealed class EnsembleDispatcherTests
{
    private readonly FakeModels _models = new();
    private readonly EnsembleTable _ensembles = new();
    private readonly ManualTime _time = new();
    private readonly EnsembleDispatcher _dispatcher;

    public EnsembleDispatcherTests()
    {
        var silo = Reports.Silo(1);
        var transport = new ControlTransport(silo, () => [silo], _ => throw new NotSupportedException(), _ => throw new NotSupportedException());
        var statistics = new EnsembleStatistics(_ensembles, transport, _time, NullLogger<EnsembleStatistics>.Instance);
        _dispatcher = new EnsembleDispatcher(_models, _ensembles, statistics, Options.Create(new DispatcherOptions()), _time, NullLogger<EnsembleDispatcher>.Instance);
        foreach (var model in new[] { "a", "b" }) _models.Statuses[model] = Status(model, PoolState.Ready);
    }

    [Fact]
    public async Task A_model_that_is_no_ensemble_is_the_other_dispatchers()
    {
        await _dispatcher.InferAsync(Request("a") with { RequestedOutputs = ["y"] }, default);

        Assert.Equal(["a"], _models.Asked);
        Assert.Same(_models.Statuses["a"], await _dispatcher.DescribeAsync("a", null, default));
        Assert.Null(await _dispatcher.DescribeAsync("none", null, default));
    }

    [Fact]
    public async Task An_ensemble_within_an_ensemble_runs_its_own_steps()
    {
        Add("inner", Graphs.Spec("a: min → t", "b: t → mx"), Graphs.Signature(["min"], ["mx"]));
        Add("outer", Graphs.Spec("inner: in → x", "a: x → out"), Graphs.Signature(["in"], ["out"]));

        var response = (await _dispatcher.InferAsync(Request("outer"), default)).Response!;
        Assert.Equal(["a", "b", "a"], _models.Asked);
        Assert.Equal(("outer", "out", 3f), (response.Model.Model, response.Outputs.Single().Name, BitConverter.ToSingle(response.Outputs[0].Data.Span)));
        Assert.True((await _dispatcher.DescribeAsync("outer", null, default))!.IsReady);
    }

    [Fact]
    public async Task Ensembles_that_come_to_refer_to_each_other_end_with_a_fault()
    {
        Add("one", Graphs.Spec("two: in → out"), Graphs.Signature(["in"], ["out"]));
        Add("two", Graphs.Spec("one: min → mout"), Graphs.Signature(["min"], ["mout"]));

        var status = await _dispatcher.DescribeAsync("one", null, default);
        Assert.Equal(PoolState.Failed, status!.State);
        Assert.Contains("do they refer to each other?", status.Reason, StringComparison.Ordinal);
        Assert.NotNull((await _dispatcher.InferAsync(Request("one"), default)).Fault);
    }

    [Fact]
    public async Task It_is_ready_when_its_steps_models_are_and_says_which_is_not()
    {
        Add("both", Graphs.Spec("a: in → x", "b: x → out"), Graphs.Signature(["in"], ["out"]));
        Assert.Equal((PoolState.Ready, null), await State());

        _models.Statuses["a"] = Status("a", PoolState.Loading);
        Assert.Equal((PoolState.Loading, "step[0], model 'a': loading"), await State());
        _models.Statuses["b"] = Status("b", PoolState.Failed) with { Reason = "the archive is corrupt" };
        Assert.Equal((PoolState.Failed, "step[1], model 'b': the archive is corrupt"), await State());
        _models.Statuses.Remove("b");
        Assert.Equal((PoolState.Failed, "step[1], model 'b': not found"), await State());
        _models.Statuses["b"] = Status("b", PoolState.Draining);
        Assert.Equal((PoolState.Failed, "step[1], model 'b': unloading"), await State());

        async Task<(PoolState, string?)> State()
        {
            var described = await _dispatcher.DescribeAsync("both", null, default);
            Assert.Equal(described, Assert.Single(await _dispatcher.ListAsync(default), status => status.Id.Model == "both"));
            return (described!.State, described.Reason);
        }
    }

    [Fact]
    public async Task It_is_not_ready_where_a_signature_that_came_with_the_load_does_not_fit()
    {
        Add("both", Graphs.Spec("a: in → x", "b: x → out"), Graphs.Signature(["in"], ["out"]));
        _models.Statuses["b"] = Status("b", PoolState.Ready) with { Signature = Graphs.Signature(["other"], ["mout"]) };

        var status = (await _dispatcher.DescribeAsync("both", null, default))!;
        Assert.Equal(PoolState.Failed, status.State);
        Assert.Equal(
            "step[1], model 'b': needs its model's input 'other', which input_map leaves out; step[1], model 'b': input_map \"mx\" names no input of model 'b'; it has 'other'",
            status.Reason);
    }

    [Fact]
    public async Task While_nothing_changes_its_status_is_worked_out_once()
    {
        Add("both", Graphs.Spec("a: in → x", "b: x → out"), Graphs.Signature(["in"], ["out"]));

        Assert.Same(await _dispatcher.DescribeAsync("both", null, default), await _dispatcher.DescribeAsync("both", 1, default));
    }

    [Fact]
    public async Task What_it_does_is_counted_as_its_own()
    {
        Add("both", Graphs.Spec("a: in → x", "b: x → out"), Graphs.Signature(["in"], ["out"]));
        await _dispatcher.InferAsync(Request("both", items: 3), default);
        await _dispatcher.InferAsync(Request("both") with { RequestedOutputs = ["nope"] }, default);

        var all = await _dispatcher.StatisticsAsync(null, null, default);
        Assert.Equal(["both", "z"], all.Select(each => each.Id.Model));
        var totals = all[0].Totals;
        Assert.Equal((1, 1, 3, 1), (totals.Success.Count, totals.Fail.Count, totals.Items, totals.Passes));
        Assert.Equal((FaultKind.InvalidInput, 1), (totals.Faults.Single().Kind, totals.Faults.Single().Count));
        Assert.Equal(TimeSpan.Zero, totals.Queue.Total);
        Assert.Equal(_time.GetUtcNow(), totals.LastRequest);
        Assert.Equal(0, Assert.Single(await _dispatcher.OwnSiloAsync(default)).QueueDepth);
    }

    [Fact]
    public async Task Tensors_that_it_does_not_have_are_refused()
    {
        Add("both", Graphs.Spec("a: in → x", "b: x → out"), Graphs.Signature(["in"], ["out"]));

        Assert.Equal("unexpected input 'x' for model 'both'", (await _dispatcher.InferAsync(Request("both") with { Inputs = [Sample.Tensor("x", [1, 1], 1)] }, default)).Fault!.Message);
        Assert.Equal("unexpected output 'x' for model 'both'", (await _dispatcher.InferAsync(Request("both") with { RequestedOutputs = ["x"] }, default)).Fault!.Message);
        Assert.Empty(_models.Asked);
    }

    private void Add(string name, EnsembleSpec spec, ModelSignature signature)
    {
        var model = Graphs.Model(name, spec, signature);
        _models.Statuses[name] = new ModelStatus { Id = model.Id, State = PoolState.Loading, Spec = model };
        _ensembles.Add(Graphs.Pool(model), model);
    }

    private static ModelStatus Status(string model, PoolState state) => new() { Id = new ModelVersion(model, 1), State = state };

    private static InferenceRequest Request(string model, int items = 1) =>
        new() { Model = model, Inputs = [Sample.Tensor("in", [items, 1], new float[items])] };
}
