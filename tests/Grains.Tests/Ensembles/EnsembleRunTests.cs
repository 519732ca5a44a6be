using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Ensembles;

public sealed class EnsembleRunTests
{
    private static readonly ModelVersion Id = new("whole", 2);

    private readonly FakeSteps _steps = new();
    private readonly ManualTime _time = new();
    private readonly CountedMemory _input = new(new byte[4]);

    [Fact]
    public async Task Steps_run_as_soon_as_their_inputs_are_there_and_beside_each_other()
    {
        var run = Run([.. Graphs.Diamond.Reverse()]);
        Assert.Equal(["split"], _steps.Asked);

        _steps.Answer("split");
        Assert.Equal(["left", "right"], _steps.Asked.Skip(1).Order());
        _steps.Answer("right");
        Assert.Equal(3, _steps.Requests.Count);
        _steps.Answer("left");
        Assert.Equal("join", _steps.Asked.Last());
        Assert.Equal(["mb", "mc"], _steps.RequestOf("join").Inputs.Select(input => input.Name));
        _steps.Answer("join");

        var response = (await run).Response!;
        Assert.Equal((Id, "out", 4f), (response.Model, response.Outputs.Single().Name, BitConverter.ToSingle(response.Outputs[0].Data.Span)));
    }

    [Fact]
    public async Task A_step_gets_all_that_the_request_says()
    {
        var parameters = ImmutableDictionary<string, ParameterValue>.Empty.Add("a", ParameterValue.Of(1L));
        var run = Run(Request with { RequestId = "id", Priority = 2, Caller = "someone", Parameters = parameters, TimeLeft = TimeSpan.FromSeconds(9) }, ["a: in → x", "b: x → out"]);
        _time.Advance(TimeSpan.FromSeconds(4));
        _steps.Answer("a");

        var sent = _steps.RequestOf("b");
        Assert.Equal(("id", 2u, "someone", TimeSpan.FromSeconds(5)), (sent.RequestId, sent.Priority, sent.Caller, sent.TimeLeft));
        Assert.Equal((3L, parameters), (sent.Version, sent.Parameters));
        Assert.Equal("mout", Assert.Single(sent.RequestedOutputs));
        _steps.Answer("b");
        Assert.NotNull((await run).Response);
    }

    [Fact]
    public async Task Tensors_go_from_step_to_step_by_reference()
    {
        var run = Run("a: in → x", "b: x → out");
        _steps.Answer("a");

        Assert.True(_steps.RequestOf("b").Inputs[0].Data.Equals(_steps.Memory["mx"].Memory));
        _steps.Answer("b");
        await run;
    }

    [Fact]
    public async Task A_tensor_is_given_back_with_its_last_reader_and_an_output_with_the_response()
    {
        var run = Run(Graphs.Diamond);
        _steps.Answer("split");
        _steps.Answer("left");
        Assert.Equal(0, _steps.ReleasesOf("ma"));
        _steps.Answer("right");
        Assert.Equal(1, _steps.ReleasesOf("ma"));
        Assert.Equal(0, _steps.ReleasesOf("mb"));
        _steps.Answer("join");

        var response = (await run).Response!;
        Assert.Equal((1, 1, 0, 0), (_steps.ReleasesOf("mb"), _steps.ReleasesOf("mc"), _steps.ReleasesOf("mout"), _input.Releases));
        TensorMemory.Release(response);
        Assert.Equal(1, _steps.ReleasesOf("mout"));
    }

    [Fact]
    public async Task An_output_that_a_step_reads_too_stays_for_the_response()
    {
        var signature = Graphs.Signature(["in"], ["x", "out"]);
        var run = Run(new EnsemblePlan(Graphs.Spec("a: in → x", "b: x → out"), signature), Request);
        _steps.Answer("a");
        _steps.Answer("b");

        Assert.Equal(["x", "out"], (await run).Response!.Outputs.Select(output => output.Name));
        Assert.Equal((0, 0), (_steps.ReleasesOf("mx"), _steps.ReleasesOf("mout")));
    }

    [Fact]
    public async Task Only_what_the_requested_outputs_need_is_run_and_asked_for()
    {
        var plan = new EnsemblePlan(Graphs.Spec("a: in → x y", "b: x → out", "c: y → other"), Graphs.Signature(["in"], ["out", "other"]));
        var run = Run(plan, Request with { RequestedOutputs = ["out"] });
        Assert.Equal("mx", Assert.Single(_steps.RequestOf("a").RequestedOutputs));
        _steps.Answer("a", "unasked");
        Assert.Equal(1, _steps.ReleasesOf("unasked"));
        _steps.Answer("b");

        Assert.Equal(["out"], (await run).Response!.Outputs.Select(output => output.Name));
        Assert.Equal(["a", "b"], _steps.Asked);
    }

    [Fact]
    public async Task A_step_that_fails_names_itself_cancels_the_others_and_leaves_nothing_behind()
    {
        var run = Run(Graphs.Diamond);
        _steps.Answer("split");
        _steps.Answer("left", InferenceOutcome.Of(InferenceFault.Of(FaultKind.QueueFull, "too many") with { RetryAfter = TimeSpan.FromSeconds(1) }));

        var outcome = await run;
        Assert.Equal((FaultKind.QueueFull, "ensemble 'whole', step[1], model 'left': too many", TimeSpan.FromSeconds(1)), (outcome.Fault!.Kind, outcome.Fault.Message, outcome.Fault.RetryAfter));
        Assert.True(_steps.Tokens["right"].IsCancellationRequested);
        Assert.Equal(0, _steps.ReleasesOf("ma"));
        Assert.True(outcome.MayReuseInputs); // what still runs reads none of them

        _steps.Answer("right");
        await SingleThread.Until(() => _steps.ReleasesOf("ma") == 1);
        Assert.Equal(1, _steps.ReleasesOf("mc"));
        Assert.DoesNotContain("join", _steps.Asked);
    }

    [Fact]
    public async Task Memory_that_a_replica_may_still_read_is_not_given_back()
    {
        var run = Run(Graphs.Diamond);
        _steps.Answer("split");
        _steps.Fail("left");
        await run;
        _steps.Fail("right", FaultKind.Cancelled);

        await SingleThread.Pass(_time, TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _steps.ReleasesOf("ma"));
    }

    [Fact]
    public async Task The_caller_learns_that_a_cancelled_step_may_still_read_its_inputs()
    {
        var run = Run("a: in → x", "b: in → y", "c: x y → out");
        _steps.Fail("a", FaultKind.ModelError);

        Assert.False((await run).MayReuseInputs);
    }

    [Fact]
    public async Task An_output_that_is_still_read_is_copied_for_the_response()
    {
        var run = Run(new EnsemblePlan(Graphs.Spec("a: in → x", "b: x → out"), Graphs.Signature(["in"], ["x", "out"])), Request);
        _steps.Answer("a");
        var output = new InferenceTensor { Name = "mout", DataType = TensorDataType.Fp32, Shape = [1, 1], Data = new byte[4] };
        _steps.Answer("b", InferenceOutcome.Of(new InferenceResponse { Model = new ModelVersion("b", 1), Outputs = [output] }) with { InputsInUse = true });

        TensorMemory.Release((await run).Response!);
        Assert.Equal(0, _steps.ReleasesOf("mx"));
    }

    [Fact]
    public async Task The_callers_cancellation_reaches_the_steps()
    {
        using var cancellation = new CancellationTokenSource();
        var run = Run(Graphs.Plan("a: in → out"), Request, cancellation.Token);
        await cancellation.CancelAsync();

        Assert.True(_steps.Tokens["a"].IsCancellationRequested);
        _steps.Fail("a", FaultKind.Cancelled);
        var outcome = await run;
        Assert.Equal((FaultKind.Cancelled, false), (outcome.Fault!.Kind, outcome.MayReuseInputs));
    }

    [Fact]
    public async Task No_step_begins_after_the_deadline()
    {
        var run = Run("a: in → x", "b: x → out");
        _time.Advance(TimeSpan.FromSeconds(10));
        _steps.Answer("a");

        var outcome = await run;
        Assert.Equal((FaultKind.DeadlineExceeded, "ensemble 'whole', step[1], model 'b': the deadline, 10000 ms after the request came, passed before it could begin"), (outcome.Fault!.Kind, outcome.Fault.Message));
        Assert.Equal(["a"], _steps.Asked);
    }

    [Fact]
    public async Task A_step_whose_model_is_gone_leaves_the_ensemble_known_but_not_ready()
    {
        _steps.Unknown.Add("a");
        var run = Run("a: in → out");
        _steps.Fail("a", FaultKind.UnknownModel);

        Assert.Equal(FaultKind.ModelNotReady, (await run).Fault!.Kind);
    }

    [Fact]
    public async Task A_tensor_that_does_not_fit_the_next_model_is_told_and_not_sent()
    {
        _steps.Signatures["b"] = new ModelSignature { Inputs = [Graphs.Tensor("mx", -1, 7)], Outputs = [], MaxBatchSize = 8 };
        var run = Run("a: in → x", "b: x → out");
        _steps.Answer("a");

        var outcome = await run;
        Assert.Equal("ensemble 'whole', step[1], model 'b': tensor 'x' is FP32 [1,1]; expected for input 'mx': FP32 [-1,7]", outcome.Fault!.Message);
        Assert.Equal(FaultKind.InvalidInput, outcome.Fault.Kind);
        Assert.Equal(1, _steps.ReleasesOf("mx"));
    }

    [Fact]
    public async Task A_model_that_does_not_batch_gets_an_item_without_the_batch_dimension_and_the_answer_gets_it_again()
    {
        _steps.Signatures["a"] = new ModelSignature { Inputs = [Graphs.Tensor("min", 1)], Outputs = [Graphs.Tensor("mout", 1)], MaxBatchSize = 0 };
        var run = Run("a: in → out");
        Assert.Equal(1, Assert.Single(_steps.RequestOf("a").Inputs[0].Shape));
        var output = new InferenceTensor { Name = "mout", DataType = TensorDataType.Fp32, Shape = [5], Data = new byte[20] };
        _steps.Answer("a", InferenceOutcome.Of(new InferenceResponse { Model = new ModelVersion("a", 1), Outputs = [output] }));

        Assert.Equal("1,5", string.Join(',', (await run).Response!.Outputs[0].Shape));
    }

    [Fact]
    public async Task An_optional_input_that_the_request_leaves_out_is_left_out_of_the_step()
    {
        var plan = new EnsemblePlan(Graphs.Spec("a: in more → out"), Graphs.Signature(["in", "more"], ["out"]));
        var run = Run(plan, Request);
        Assert.Equal(["min"], _steps.RequestOf("a").Inputs.Select(input => input.Name));
        _steps.Answer("a");
        Assert.NotNull((await run).Response);

        _steps.Requests.Clear();
        _steps.Signatures["a"] = Graphs.Signature(["min", "mmore"], ["mout"]);
        Assert.Contains("missing input 'mmore'", (await Run(plan, Request)).Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_in_a_step_cancels_the_others_and_shows()
    {
        var run = Run("a: in → x", "b: in → y", "c: x y → out");
        _steps.Break("a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => run);
        Assert.True(_steps.Tokens["b"].IsCancellationRequested);
        _steps.Answer("b");
        await SingleThread.Until(() => _steps.ReleasesOf("my") == 1);
    }

    private InferenceRequest Request => new()
    {
        Model = Id.Model,
        Inputs = [new InferenceTensor { Name = "in", DataType = TensorDataType.Fp32, Shape = [1, 1], Data = _input.Memory }],
    };

    private Task<InferenceOutcome> Run(params string[] steps) => Run(Request, steps);

    private Task<InferenceOutcome> Run(InferenceRequest request, string[] steps) => Run(Graphs.Plan(steps), request);

    private Task<InferenceOutcome> Run(EnsemblePlan plan, InferenceRequest request, CancellationToken cancellationToken = default) =>
        new EnsembleRun(plan, request, _steps.Dispatch, request.TimeLeft ?? TimeSpan.FromSeconds(10), _time, NullLogger.Instance).Run(Id, cancellationToken).AsTask();
}
