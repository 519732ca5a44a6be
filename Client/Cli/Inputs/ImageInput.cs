using System.Collections.Immutable;
using OrleansInference.Cli.Images;
using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Inputs;

/// <summary>
/// Fits an image to a model: the one input of shape [batch, channels, height, width] gets it, as FP32 from 0 to 1 or as
/// UINT8 from 0 to 255. A dynamic height or width takes the image's own.
/// </summary>
internal static class ImageInput
{
    public static ImmutableArray<InferenceTensor> Create(Image image, ModelMetadata model)
    {
        var candidates = model.Inputs.Where(IsImage).ToList();
        if (candidates is not [var input])
            throw new CommandException(
                $"Model '{model.Name}' has {(candidates.Count == 0 ? "no" : "more than one")} input for an image (FP32 or UINT8 [batch,channels,height,width] with 1 or 3 channels); {ModelInputs.Describe(model)}");

        var (channels, height, width) = ((int)input.Shape[1], SizeOf(input.Shape[2], image.Height), SizeOf(input.Shape[3], image.Width));
        if ((long)height * width > Image.MostPixels)
            throw new CommandException($"Input '{input.Name}' takes {width} × {height} pixels, more than the {Image.MostPixels} that are sent.");
        var planes = ToPlanes(AreaResizer.Resize(image.WithChannels(channels), width, height));
        long[] shape = [1, channels, height, width];
        return
        [
            input.DataType == TensorDataType.Fp32
                ? InferenceTensor.Of<float>(input.Name, shape, planes)
                : InferenceTensor.Of<byte>(input.Name, shape, Array.ConvertAll(planes, value => (byte)MathF.Round(value * 255))),
        ];
    }

    private static bool IsImage(TensorSpec input) =>
        input.DataType is TensorDataType.Fp32 or TensorDataType.UInt8 && input.Shape is [-1 or 1, 1 or 3, _, _];

    private static int SizeOf(long declared, int own) => declared < 0 ? own : checked((int)declared);

    // Pixel by pixel (HWC) to channel by channel (CHW).
    private static float[] ToPlanes(Image image)
    {
        var planes = new float[image.Samples.Length];
        var pixels = image.Width * image.Height;
        for (var i = 0; i < planes.Length; i++)
            planes[i] = image.Samples[(i % pixels * image.Channels) + (i / pixels)];
        return planes;
    }
}
