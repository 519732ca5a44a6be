using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class TorchInputTests
{
    [Theory]
    [InlineData("left", "right")]
    [InlineData("INPUT__0", "INPUT__1")]
    [InlineData("left__0", "right__1")]
    [InlineData("a", "b")]
    public async Task A_configuration_names_inputs_as_the_program_by_number_or_in_order(string first, string second)
    {
        await using var model = await TorchPrograms.Load("Subtract", TorchPrograms.Declare([first, second], ["y"]));
        Assert.Equal([first, second], model.Signature.Inputs.Select(input => input.Name));
        Tensors.Equal([2], (await model.Run(Tensors.Floats(first, 5), Tensors.Floats(second, 3)))[0].Floats());
        Tensors.Equal([2], (await model.Run(Tensors.Floats(second, 3), Tensors.Floats(first, 5)))[0].Floats());
    }

    [Theory]
    [InlineData("right", "left")]
    [InlineData("INPUT__1", "INPUT__0")]
    public async Task Names_count_more_than_their_order(string first, string second)
    {
        await using var model = await TorchPrograms.Load("Subtract", TorchPrograms.Declare([first, second], ["y"]));
        Tensors.Equal([2], (await model.Run(Tensors.Floats(first, 3), Tensors.Floats(second, 5)))[0].Floats());
    }

    [Theory]
    [InlineData("left")]
    [InlineData("left wrong")]
    [InlineData("INPUT__0 INPUT__2")]
    [InlineData("a b c")]
    public async Task Declared_inputs_that_do_not_fit_the_program_are_refused_with_both_lists(string inputs)
    {
        var names = inputs.Split(' ');
        var message = await TorchPrograms.LoadFailure(TorchPrograms.PathOf("Subtract"), TorchPrograms.Declare(names, ["y"]));
        Assert.Contains($"declares the inputs {string.Join(", ", names)}, but the program's forward takes left: Tensor, right: Tensor", message);
    }

    [Fact]
    public async Task Without_a_configuration_the_program_tells_its_inputs_and_outputs()
    {
        await using var model = await TorchPrograms.Load("OptionalInput");
        Assert.Equal(["x", "bias", "scale"], model.Signature.Inputs.Select(input => input.Name));
        Assert.Equal([false, true, true], model.Signature.Inputs.Select(input => input.Optional));
        Assert.Equal([TensorDataType.Unknown, TensorDataType.Unknown, TensorDataType.Fp64], model.Signature.Inputs.Select(input => input.DataType));
        Assert.All(model.Signature.Inputs, input => Assert.True(input.Shape.IsDefault));
        Assert.Equal(["OUTPUT__0"], model.Signature.Outputs.Select(output => output.Name));
        Assert.Equal(0, model.Signature.MaxBatchSize);
    }

    [Theory]
    [InlineData("Traced")]
    [InlineData("Frozen")]
    [InlineData("Linear")]
    public async Task Traced_and_frozen_programs_run_too_with_any_number_of_rows(string program)
    {
        await using var model = await TorchPrograms.Load(program);
        Assert.Equal("input", Assert.Single(model.Signature.Inputs).Name);
        var output = (await model.Run(Tensors.Of("input", TensorDataType.Fp32, [1f, 1, 2, 0], 2, 2)))[0];
        output.HasShape(2, 3);
        Assert.Equal([3.5f, 7.25f, 11.125f, 2.5f, 6.25f, 10.125f], output.Floats());
        (await model.Run(Tensors.Of("input", TensorDataType.Fp32, [1f, 1], 1, 2)))[0].HasShape(1, 3);
    }

    [Fact]
    public async Task Optional_inputs_take_the_programs_default()
    {
        await using var model = await TorchPrograms.Load("OptionalInput");
        var x = Tensors.Floats("x", 5);
        Tensors.Equal([10], (await model.Run(x))[0].Floats());
        Tensors.Equal([11], (await model.Run(x, Tensors.Floats("bias", 1)))[0].Floats());
        Tensors.Equal([15], (await model.Run(x, Tensors.Of("scale", TensorDataType.Fp64, [3.0])))[0].Floats());
        Tensors.Equal([16], (await model.Run(x, Tensors.Floats("bias", 1), Tensors.Of("scale", TensorDataType.Fp64, [3.0])))[0].Floats());
    }

    [Fact]
    public async Task An_argument_that_cannot_be_passed_is_refused_at_load()
    {
        Assert.Contains("'text: str'", await TorchPrograms.LoadFailure(TorchPrograms.PathOf("TextInput")));
    }

    [Fact]
    public async Task Aligned_inputs_are_used_in_place_where_the_binding_can()
    {
        await using var model = await TorchPrograms.Load("InPlace");
        var values = new float[] { 1, 2 };
        var bytes = new byte[12];
        Buffer.BlockCopy(values, 0, bytes, 4, 8);
        var aligned = new InferenceTensor { Name = "x", DataType = TensorDataType.Fp32, Shape = [2], Data = bytes.AsMemory(4) };
        Tensors.Equal([4, 6], (await model.Run(aligned))[0].Floats());
        Assert.Equal(BindingTraits.UsesInputsInPlace ? [2, 3] : [1, 2], aligned.Floats());
    }

    [Fact]
    public async Task Misaligned_inputs_are_copied()
    {
        await using var model = await TorchPrograms.Load("InPlace");
        var bytes = new byte[9];
        Buffer.BlockCopy(new float[] { 1, 2 }, 0, bytes, 1, 8);
        var before = bytes.ToArray();
        var misaligned = new InferenceTensor { Name = "x", DataType = TensorDataType.Fp32, Shape = [2], Data = bytes.AsMemory(1) };
        Tensors.Equal([4, 6], (await model.Run(misaligned))[0].Floats());
        Assert.Equal(before, bytes);
    }

    public static TheoryData<string, InferenceTensor[]> Wrong => new()
    {
        { "There is no input 'z'; the inputs are left, right.", [Tensors.Floats("left", 1), Tensors.Floats("z", 1)] },
        { "The input 'right' is missing; the inputs are left, right.", [Tensors.Floats("left", 1)] },
        { "The input 'left' comes twice.", [Tensors.Floats("left", 1), Tensors.Floats("left", 1)] },
        { "shape [3] does not fit its data of 4 bytes", [Tensors.Floats("left", 1) with { Shape = [3] }, Tensors.Floats("right", 1)] },
        { "shape [-1] does not fit", [Tensors.Floats("left", 1) with { Shape = [-1] }, Tensors.Floats("right", 1)] },
        { "does not fit", [Tensors.Floats("left", 1) with { Shape = [1L << 62, 1L << 62] }, Tensors.Floats("right", 1)] },
        { "does not fit", [Tensors.Floats("left", 1) with { Shape = [0, long.MaxValue] }, Tensors.Floats("right", 1)] },
        { "has 65 dimensions", [Tensors.Floats("left", 1) with { Shape = [.. Enumerable.Repeat(1L, 65)] }, Tensors.Floats("right", 1)] },
        { "bytes other than 0 and 1", [Tensors.Of<byte>("left", TensorDataType.Bool, [0, 1, 2]), Tensors.Floats("right", 1)] },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task Wrong_inputs_never_reach_native_code(string expected, InferenceTensor[] inputs)
    {
        await using var model = await TorchPrograms.Load("Subtract");
        Assert.Contains(expected, await model.Fault(FaultKind.InvalidInput, inputs));
        Tensors.Equal([2], (await model.Run(Tensors.Floats("left", 5), Tensors.Floats("right", 3)))[0].Floats());
    }

    [Fact]
    public async Task Numbers_are_given_as_tensors_of_one_element()
    {
        await using var model = await TorchPrograms.Load("NumberInputs");
        Assert.Equal(
            [TensorDataType.Unknown, TensorDataType.Int64, TensorDataType.Bool, TensorDataType.Fp64, TensorDataType.Unknown],
            model.Signature.Inputs.Select(input => input.DataType));
        var x = Tensors.Floats("x", 5);
        var times = Tensors.Of("times", TensorDataType.Int64, [3L]);
        Tensors.Equal([15.5f], (await model.Run(x, times))[0].Floats());
        Tensors.Equal([14.5f], (await model.Run(x, times, Tensors.Floats("minus", 1)))[0].Floats());
        Tensors.Equal([-15.5f], (await model.Run(x, times, Tensors.Of<byte>("negate", TensorDataType.Bool, [1])))[0].Floats());
        Assert.Contains("'times' is missing", await model.Fault(FaultKind.InvalidInput, x));
    }

    [Fact]
    public async Task A_number_takes_one_element()
    {
        await using var model = await TorchPrograms.Load("OptionalInput");
        var message = await model.Fault(FaultKind.InvalidInput, Tensors.Floats("x", 1), Tensors.Of("scale", TensorDataType.Fp64, [1.0, 2.0]));
        Assert.Contains("'scale' is a number", message);
    }
}
