using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Torch;

public class TorchOutputTests
{
    private static readonly InferenceTensor X = Tensors.Floats("x", 10, 20);

    private static string Show(ImmutableArray<InferenceTensor> outputs) =>
        string.Join(" ", outputs.Select(output => $"{output.Name}={string.Join(",", output.Floats())}"));

    [Theory]
    [InlineData("TupleOutput", "OUTPUT__0=11,21 OUTPUT__1=12,22")]
    [InlineData("ListOutput", "OUTPUT__0=11,21 OUTPUT__1=12,22 OUTPUT__2=13,23")]
    [InlineData("NestedOutput", "OUTPUT__0=11,21 OUTPUT__1=12,22 OUTPUT__2=13,23 OUTPUT__3=14,24")]
    public async Task Tuples_and_lists_are_outputs_in_order(string program, string expected)
    {
        await using var model = await TorchPrograms.Load(program);
        Assert.Equal(expected, Show(await model.Run(X)));
    }

    [Theory]
    [InlineData("DictOutput", "plus_two=12,22 plus_one=11,21")]
    [InlineData("NestedDictOutput", "OUTPUT__0=11,21 more__0=12,22 more__1=13,23")]
    public async Task Keys_of_a_dictionary_are_names_or_the_program_is_refused_for_it(string program, string expected)
    {
        if (!BindingTraits.ReturnsDictionaries)
        {
            Assert.Contains("cannot return a dictionary", await TorchPrograms.LoadFailure(TorchPrograms.PathOf(program)));
            return;
        }
        await using var model = await TorchPrograms.Load(program);
        Assert.Empty(model.Signature.Outputs);
        Assert.Equal(expected, Show(await model.Run(X)));
    }

    [Fact]
    public async Task Fields_of_a_named_tuple_are_names()
    {
        await using var model = await TorchPrograms.Load("NamedTupleOutput");
        Assert.Equal(["label", "score"], model.Signature.Outputs.Select(output => output.Name));
        Assert.Equal("label=11,21 score=12,22", Show(await model.Run(X)));
    }

    [Theory]
    [InlineData("first second", "first=11,21 second=12,22")]
    [InlineData("OUTPUT__1 OUTPUT__0", "OUTPUT__1=12,22 OUTPUT__0=11,21")]
    [InlineData("b__1", "b__1=12,22")]
    public async Task A_configuration_names_outputs_by_number_or_in_order(string names, string expected)
    {
        await using var model = await TorchPrograms.Load("TupleOutput", TorchPrograms.Declare(["x"], names.Split(' ')));
        Assert.Equal(names.Split(' '), model.Signature.Outputs.Select(output => output.Name));
        Assert.Equal(expected, Show(await model.Run(X)));
    }

    [Fact]
    public async Task A_configuration_that_declares_more_outputs_than_there_are_is_refused_with_both_lists()
    {
        var message = await TorchPrograms.LoadFailure(TorchPrograms.PathOf("TupleOutput"), TorchPrograms.Declare(["x"], ["a", "b", "c"]));
        Assert.Contains("outputs a, b, c, but the program returns 2: OUTPUT__0, OUTPUT__1", message);
    }

    [Fact]
    public async Task What_only_the_run_tells_is_checked_then()
    {
        await using var model = await TorchPrograms.Load("ListOutput", TorchPrograms.Declare(["x"], ["a", "b", "c", "d"]));
        Assert.Contains("outputs a, b, c, d, but the program returns 3", await model.Fault(FaultKind.ModelError, X));
    }

    [Fact]
    public async Task Numbers_are_outputs_without_dimensions()
    {
        await using var model = await TorchPrograms.Load("ScalarOutput");
        var outputs = await model.Run(X);
        Assert.All(outputs, output => Assert.Empty(output.Shape));
        Assert.Equal([2L], outputs[0].Read<long>());
        Assert.Equal([0.5], outputs[1].Read<double>());
        Assert.Equal([(byte)1], outputs[2].Read<byte>());
        Assert.Equal([TensorDataType.Int64, TensorDataType.Fp64, TensorDataType.Bool], outputs.Select(output => output.DataType));
    }

    [Fact]
    public async Task What_lies_in_another_order_in_memory_comes_out_row_major()
    {
        await using var model = await TorchPrograms.Load("Transposed");
        var output = (await model.Run(Tensors.Of("x", TensorDataType.Fp32, [1f, 2, 3, 4, 5, 6], 2, 3)))[0];
        output.HasShape(3, 2);
        Assert.Equal([1, 4, 2, 5, 3, 6], output.Floats());
    }

    [Fact]
    public async Task Empty_tensors_go_in_and_come_out()
    {
        await using var model = await TorchPrograms.Load("Double");
        var output = Assert.Single(await model.Run(Tensors.Of<float>("x", TensorDataType.Fp32, [], 0, 3)));
        output.HasShape(0, 3);
        Assert.True(output.Data.IsEmpty);
    }
}
