using OrleansInference.Cli.Images;
using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Inputs;

public sealed class ImageInputTests
{
    private static readonly Image Gray = new(2, 1, 1, [0, 0.2f]);
    private static readonly Image Colours = new(2, 1, 3, [1, 0, 0.2f, 0, 1, 0.6f]);

    [Fact]
    public void Goes_channel_by_channel()
    {
        var tensor = Assert.Single(ImageInput.Create(Colours, Model(TensorDataType.Fp32, -1, 3, 1, 2)));
        Assert.Equal([1, 3, 1, 2], tensor.Shape.ToArray());
        Assert.Equal([1, 0, 0, 1, 0.2f, 0.6f], tensor.Elements<float>());
    }

    [Fact]
    public void Bytes_are_raw() =>
        Assert.Equal([0, 51], ImageInput.Create(Gray, Model(TensorDataType.UInt8, -1, 1, 1, 2))[0].Elements<byte>().ToArray());

    [Fact]
    public void Gray_becomes_three_equal_channels() =>
        Assert.Equal([0, 0.2f, 0, 0.2f, 0, 0.2f], ImageInput.Create(Gray, Model(TensorDataType.Fp32, -1, 3, 1, 2))[0].Elements<float>());

    [Fact]
    public void Colours_become_their_luma() =>
        Assert.Equal([(float)(0.299 + (0.114 * 0.2f)), (float)(0.587 + (0.114 * 0.6f))], ImageInput.Create(Colours, Model(TensorDataType.Fp32, -1, 1, 1, 2))[0].Elements<float>());

    [Fact]
    public void Dynamic_sizes_take_the_images_own() =>
        Assert.Equal([1, 1, 1, 2], ImageInput.Create(Gray, Model(TensorDataType.Fp32, -1, 1, -1, -1))[0].Shape.ToArray());

    [Fact]
    public void Fixed_sizes_are_resized_to() =>
        Assert.Equal([0.1f], ImageInput.Create(Gray, Model(TensorDataType.Fp32, -1, 1, 1, 1))[0].Elements<float>());

    [Theory]
    [InlineData(TensorDataType.Fp32, new long[] { -1, 4 })]
    [InlineData(TensorDataType.Fp32, new long[] { -1, 2, 8, 8 })]
    [InlineData(TensorDataType.Int64, new long[] { -1, 1, 8, 8 })]
    public void A_model_without_an_image_input_is_refused_with_its_inputs(TensorDataType type, long[] shape)
    {
        var exception = Assert.Throws<CommandException>(() => ImageInput.Create(Gray, Model(type, shape)));
        Assert.Contains("'m' has no input for an image", exception.Message);
        Assert.Contains($"'x' {type.ToProtocolName()} [{string.Join(',', shape)}]", exception.Message);
    }

    private static ModelMetadata Model(TensorDataType type, params long[] shape) =>
        new() { Name = "m", Inputs = [new TensorSpec { Name = "x", DataType = type, Shape = [.. shape] }], Outputs = [] };
}
