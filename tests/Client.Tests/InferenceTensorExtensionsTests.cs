using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Client;

public sealed class InferenceTensorExtensionsTests
{
    [Fact]
    public void Elements_are_shared_not_copied()
    {
        var elements = new float[] { 1, 2 };
        var tensor = InferenceTensor.Of<float>("x", [2], elements);
        elements[1] = 3;
        Assert.Equal([1, 3], tensor.Elements<float>());
        Assert.Equal(8, tensor.Data.Length);
    }

    [Fact]
    public unsafe void Pinned_data_is_the_elements_memory()
    {
        var elements = new[] { 1, 2, 3 };
        var tensor = InferenceTensor.Of<int>("x", [2], elements.AsMemory(1));
        using var pin = tensor.Data[4..].Pin();
        Assert.Equal(3, *(int*)pin.Pointer);
    }

    [Fact]
    public void Each_type_has_its_protocol_type()
    {
        Assert.Equal(
            [TensorDataType.Bool, TensorDataType.UInt8, TensorDataType.UInt16, TensorDataType.UInt32, TensorDataType.UInt64, TensorDataType.Int8, TensorDataType.Int16, TensorDataType.Int32, TensorDataType.Int64, TensorDataType.Fp16, TensorDataType.Fp32, TensorDataType.Fp64],
            [
                Type<bool>(), Type<byte>(), Type<ushort>(), Type<uint>(), Type<ulong>(), Type<sbyte>(),
                Type<short>(), Type<int>(), Type<long>(), Type<Half>(), Type<float>(), Type<double>(),
            ]);
        Assert.Throws<NotSupportedException>(() => Type<decimal>());
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(-1, -2)]
    public void A_shape_that_does_not_fit_is_refused(long rows, long columns)
    {
        var exception = Assert.Throws<ArgumentException>(() => InferenceTensor.Of<byte>("x", [rows, columns], new byte[2]));
        Assert.Contains($"[{rows},{columns}] of 'x' does not fit 2 elements", exception.Message);
    }

    [Fact]
    public void Texts_come_back_as_they_went()
    {
        var tensor = InferenceTensor.OfTexts("t", [3], "a", "", "ö");
        Assert.Equal([1, 0, 0, 0, (byte)'a', 0, 0, 0, 0, 2, 0, 0, 0, 0xC3, 0xB6], tensor.Data.ToArray());
        Assert.Equal(["a", "", "ö"], tensor.Texts().ToArray());
    }

    [Fact]
    public void Reading_another_type_is_refused()
    {
        var tensor = InferenceTensor.Of<int>("x", [1], new[] { 1 });
        Assert.Throws<InvalidOperationException>(() => tensor.Elements<float>().Length);
        Assert.Throws<InvalidOperationException>(() => tensor.Texts());
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 1 })]
    public void Texts_that_end_early_are_refused(byte[] data)
    {
        var tensor = new InferenceTensor { Name = "x", DataType = TensorDataType.Bytes, Shape = [1], Data = data };
        Assert.Contains("ends within element 0", Assert.Throws<FormatException>(() => tensor.Texts()).Message);
    }

    private static TensorDataType Type<T>()
        where T : unmanaged => InferenceTensor.Of<T>("x", [1], new T[1]).DataType;
}
