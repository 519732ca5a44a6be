using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

public sealed class ReplicaTests
{
    private readonly FakeModel _model = new();

    [Fact]
    public async Task A_batch_is_one_forward_pass_and_each_request_gets_its_own_rows()
    {
        var outcomes = (await Replica().Run([Sample.Request([1, 2]), Sample.Request([3, 4], [5, 6]), Sample.Request([7, 8])])).Outcomes;

        Assert.Single(_model.Runs);
        Assert.Equal([4, 2], _model.Runs[0][0].Shape.ToArray());
        Assert.Equal([2, 4], Sample.Floats(outcomes[0].Response!.Outputs[0]));
        Assert.Equal([6, 8, 10, 12], Sample.Floats(outcomes[1].Response!.Outputs[0]));
        Assert.Equal([2, 2], outcomes[1].Response!.Outputs[0].Shape.ToArray());
        Assert.Equal([14, 16], Sample.Floats(outcomes[2].Response!.Outputs[0]));
    }

    [Fact]
    public async Task A_single_request_is_used_in_place()
    {
        var request = Sample.Request([1, 2]);
        await Replica().Run([request]);

        Assert.True(_model.Runs[0][0].Data.Equals(request.Inputs[0].Data));
    }

    [Fact]
    public async Task The_output_is_given_back_once_the_last_request_has_released_its_part()
    {
        var outcomes = (await Replica().Run([Sample.Request([1, 2]), Sample.Request([3, 4])])).Outcomes;

        TensorMemory.Release(outcomes[0].Response!);
        Assert.Equal(0, _model.Outputs[0].Releases);
        TensorMemory.Release(outcomes[1].Response!);
        Assert.Equal(1, _model.Outputs[0].Releases);
    }

    [Fact]
    public async Task A_poisoned_request_fails_alone()
    {
        var outcomes = (await Replica().Run([Sample.Request([1]), Sample.Request([2]), Sample.Request([13]), Sample.Request([4]), Sample.Request([5])])).Outcomes;

        Assert.Equal(["13 is unlucky"], outcomes.Where(outcome => outcome.Fault is not null).Select(outcome => outcome.Fault!.Message));
        Assert.Equal(FaultKind.ModelError, outcomes[2].Fault!.Kind);
        Assert.Equal([10], Sample.Floats(outcomes[4].Response!.Outputs[0]));
    }

    [Theory]
    [InlineData(FaultKind.DeviceLost)]
    [InlineData(FaultKind.Unavailable)]
    public async Task What_no_half_would_outlive_is_not_run_again(FaultKind kind)
    {
        _model.Unlucky = kind;
        var run = await Replica().Run([Sample.Request([1]), Sample.Request([13]), Sample.Request([3])]);

        Assert.Single(_model.Runs);
        Assert.Equal([kind, kind, kind], run.Outcomes.Select(outcome => outcome.Fault!.Kind));
        Assert.Empty(run.Passes);
    }

    [Fact]
    public async Task Only_passes_that_succeed_are_told()
    {
        Assert.Equal([3], (await Replica().Run([Sample.Request([1], [2]), Sample.Request([3])])).Passes.Select(pass => pass.Items));
        Assert.Equal([1, 1], (await Replica().Run([Sample.Request([1]), Sample.Request([13]), Sample.Request([3])])).Passes.Select(pass => pass.Items));
    }

    [Fact]
    public async Task An_output_that_nobody_asked_for_is_given_back_and_an_unknown_one_is_refused()
    {
        var outcomes = (await Replica().Run([Sample.Request([1]) with { RequestedOutputs = ["y"] }, Sample.Request([2]) with { RequestedOutputs = ["q"] }])).Outcomes;

        Assert.Equal("y", Assert.Single(outcomes[0].Response!.Outputs).Name);
        Assert.Equal(FaultKind.InvalidInput, outcomes[1].Fault!.Kind);
        Assert.Contains("'q'", outcomes[1].Fault!.Message);
        TensorMemory.Release(outcomes[0].Response!);
        Assert.Equal(1, _model.Outputs[0].Releases);
    }

    [Fact]
    public void Inputs_come_in_the_order_of_the_signature()
    {
        var signature = new ModelSignature
        {
            Inputs = [new TensorSpec { Name = "a" }, new TensorSpec { Name = "b" }],
            Outputs = [],
        };
        var (inputs, buffers) = BatchAssembler.Assemble(signature, null,
            [Sample.Request([1]) with { Inputs = [Sample.Tensor("b", [1], 2), Sample.Tensor("a", [1], 1)] }]);

        Assert.Equal(["a", "b"], inputs.Select(input => input.Name));
        Assert.Empty(buffers);
    }

    [Fact]
    public async Task A_warm_up_runs_each_request_and_tells_why_it_failed()
    {
        Assert.Null((await Replica().WarmUp(Sample.Spec() with { WarmUp = [Sample.Request([1]).Inputs, Sample.Request([2]).Inputs] })).Fault);
        Assert.Equal(6, _model.Runs.Count);
        Assert.All(_model.Outputs, output => Assert.Equal(1, output.Releases));

        var (_, fault) = await Replica().WarmUp(Sample.Spec() with { WarmUp = [Sample.Request([13]).Inputs] });
        Assert.Equal(FaultKind.LoadFailed, fault!.Kind);
        Assert.Contains("13 is unlucky", fault.Message);
    }

    private Replica Replica() => new(Sample.Model, _model, new ManualTime());
}
