using System.Runtime.InteropServices;
using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Npy;

public sealed class NpyWriterTests
{
    [Fact]
    public void Files_are_those_that_numpy_writes()
    {
        foreach (var file in NumpyFiles.ByType.Values.Append(NumpyFiles.Scalar).Append(NumpyFiles.Vector).Append(NumpyFiles.Empty).Append(NumpyFiles.Unicode))
        {
            var array = NpyReader.Read([.. file]);
            Assert.Equal(file, NpyWriter.Write(new InferenceTensor { Name = "y", DataType = array.DataType, Shape = array.Shape, Data = array.Data }));
        }
    }

    [Fact]
    public void Texts_that_are_no_utf8_are_bytes()
    {
        var file = NpyWriter.Write(Texts([2, 0, 0, 0, 0xff, 1, 1, 0, 0, 0, (byte)'a'], [2]));
        Assert.Contains("'|S2'", System.Text.Encoding.Latin1.GetString(file));
        Assert.Equal([0xff, 1, (byte)'a', 0], file[^4..]);
    }

    [Fact]
    public void A_text_that_ends_with_a_zero_is_refused()
    {
        var exception = Assert.Throws<InvalidDataException>(() => NpyWriter.Write(InferenceTensor.OfTexts("y", [1], "a\0")));
        Assert.Equal("an element of 'y' ends with a zero byte, which NumPy's texts can't", exception.Message);
    }

    [Fact]
    public void Bf16_widens_exactly_and_narrows_to_the_nearest()
    {
        float[] values = [1f, -2.5f, 1.00390625f, 1.01171875f, float.NaN, float.PositiveInfinity, float.MaxValue];
        var narrow = BrainFloat.Narrow(MemoryMarshal.AsBytes<float>(values));
        var wide = MemoryMarshal.Cast<byte, float>(BrainFloat.Widen(narrow.Span).Span).ToArray();
        // The third and fourth lie in the middle between two: the even one is taken.
        Assert.Equal([1f, -2.5f, 1f, 1.015625f, float.NaN, float.PositiveInfinity, float.PositiveInfinity], wide);

        var file = NpyWriter.Write(new InferenceTensor { Name = "y", DataType = TensorDataType.Bf16, Shape = [7], Data = narrow });
        Assert.Equal(TensorDataType.Fp32, NpyReader.Read(file).DataType);
    }

    private static InferenceTensor Texts(byte[] data, long[] shape) => new() { Name = "y", DataType = TensorDataType.Bytes, Shape = [.. shape], Data = data };
}
