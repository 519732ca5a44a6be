using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Inputs;

public sealed class TextInputTests
{
    private static readonly TensorSpec Text = new() { Name = "text", DataType = TensorDataType.UInt8, Shape = [-1, -1] };
    private static readonly byte[] Utf8 = [.. "für"u8];

    [Theory]
    [InlineData(TensorDataType.Int32)]
    [InlineData(TensorDataType.Int64)]
    public void Bytes_and_their_number_go_to_their_inputs(TensorDataType lengthType)
    {
        var tensors = TextInput.Create(Utf8, Model(new() { Name = "length", DataType = lengthType, Shape = [-1, 1] }, Text));
        Assert.Equal(["text", "length"], tensors.Select(tensor => tensor.Name));
        Assert.Equal([1, 4], tensors[0].Shape.ToArray());
        Assert.Equal(Utf8, tensors[0].Elements<byte>());
        Assert.Equal([1, 1], tensors[1].Shape.ToArray());
        Assert.Equal(4, lengthType == TensorDataType.Int32 ? tensors[1].Elements<int>()[0] : tensors[1].Elements<long>()[0]);
    }

    [Fact]
    public void A_model_may_do_without_the_length() => Assert.Single(TextInput.Create(Utf8, Model(Text)));

    [Fact]
    public void An_empty_text_has_length_0() => Assert.Equal([1, 0], TextInput.Create(default, Model(Text))[0].Shape.ToArray());

    [Fact]
    public void A_model_without_a_text_input_is_refused_with_its_inputs()
    {
        var exception = Assert.Throws<CommandException>(
            () => TextInput.Create(Utf8, Model(new TensorSpec { Name = "x", DataType = TensorDataType.Fp32, Shape = [-1, 4] })));
        Assert.Contains("has no input for a text", exception.Message);
        Assert.Contains("'x' FP32 [-1,4]", exception.Message);
    }

    private static ModelMetadata Model(params TensorSpec[] inputs) => new() { Name = "m", Inputs = [.. inputs], Outputs = [] };
}
