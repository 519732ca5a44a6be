using OrleansInference.Models;

namespace OrleansInference.Ensembles;

public sealed class EnsembleFitTests
{
    private static readonly EnsembleSpec Chain = Graphs.Spec("a: in → x", "b: x → out");

    [Fact]
    public void Tensors_of_one_type_and_fitting_shapes_pass() => Assert.Empty(Check(Model("min", "mx"), Model("mx", "mout")));

    [Fact]
    public void What_is_not_known_yet_passes() => Assert.Empty(Check(null, null));

    [Fact]
    public void An_input_that_is_not_mapped_is_told_unless_it_is_optional()
    {
        var model = Model("min", "mx");
        Assert.Empty(Check(model with { Inputs = model.Inputs.Add(Graphs.Tensor("more") with { Optional = true }) }, null));
        Assert.Equal(
            ["Step 0 : needs its model's input 'more', which input_map leaves out"], Check(model with { Inputs = model.Inputs.Add(Graphs.Tensor("more")) }, null));
    }

    [Fact]
    public void Names_that_the_model_does_not_have_are_told() =>
        Assert.Equal(
            [
                "Step 0 : needs its model's input 'other', which input_map leaves out",
                "InputMap 0 min: names no input of model 'a'; it has 'other'",
                "OutputMap 1 mout: names no output of model 'b'; it has 'another'",
            ],
            Check(Model("other", "mx"), Model("mx", "another")));

    [Fact]
    public void Outputs_of_a_program_that_tells_none_may_have_any_name() => Assert.Empty(Check(null, Model("mx", "mout") with { Outputs = [] }));

    [Fact]
    public void Types_that_differ_are_told() =>
        Assert.Equal(
            ["InputMap 1 mx: makes 'x' INT32 for model 'b', and it is FP32 for model 'a'"],
            Check(Model("min", "mx"), Model("mx", "mout") with { Inputs = [Graphs.Tensor("mx") with { DataType = TensorDataType.Int32 }] }));

    [Fact]
    public void Shapes_that_can_not_be_the_same_are_told() =>
        Assert.Equal(
            ["InputMap 1 mx: makes 'x' [-1,4] for model 'b', and it is [-1,3] for model 'a'"],
            Check(Model("min", "mx") with { Outputs = [Graphs.Tensor("mx", -1, 3)] }, Model("mx", "mout") with { Inputs = [Graphs.Tensor("mx", -1, 4)] }));

    [Theory]
    [InlineData(new long[] { 3 }, 0)] // only the batch dimension is missing
    [InlineData(new long[] { -1, 3 }, 0)] // the whole shape is the same
    [InlineData(new long[] { 4 }, 1)]
    public void A_model_that_does_not_batch_fits_with_or_without_the_batch_dimension(long[] shape, int problems) =>
        Assert.Equal(problems, Check(
            Model("min", "mx") with { Outputs = [Graphs.Tensor("mx", -1, 3)] },
            Model("mx", "mout") with { MaxBatchSize = 0, Inputs = [Graphs.Tensor("mx", shape)], Outputs = [Graphs.Tensor("mout", -1)] }).Count());

    [Fact]
    public void A_step_takes_batches_as_large_as_the_ensembles_or_does_not_batch()
    {
        Assert.Equal(["Step 0 : takes batches of at most 7, and max_batch_size of the ensemble is 8"], Check(Model("min", "mx") with { MaxBatchSize = 7 }, null));
        Assert.Empty(Check(Model("min", "mx") with { MaxBatchSize = 0 }, null));
    }

    private static ModelSignature Model(string input, string output) => Graphs.Signature([input], [output]);

    private static IEnumerable<string> Check(params ModelSignature?[] models) =>
        EnsembleFit.Check(Graphs.Signature(["in"], ["out"]), Chain, models).Select(problem => $"{problem.Place} {problem.Index} {problem.Key}: {problem.Text}");
}
