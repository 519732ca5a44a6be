namespace OrleansInference.FrontDoors.Validation;

public sealed class TensorShapeTests
{
    [Theory]
    [InlineData(1, new long[0])]
    [InlineData(24, new long[] { 2, 3, 4 })]
    [InlineData(0, new[] { long.MaxValue, 0, long.MaxValue })]
    [InlineData(long.MaxValue, new[] { long.MaxValue, 1 })]
    public void Elements_are_the_product_of_the_dimensions(long expected, long[] shape)
    {
        Assert.True(TensorShape.TryCount(shape, out var elements));
        Assert.Equal(expected, elements);
    }

    [Theory]
    [InlineData(long.MaxValue, 2)]
    [InlineData(1L << 32, 1L << 31)]
    [InlineData(1L << 32, 1L << 32)]
    public void A_product_beyond_63_bits_is_no_count(long first, long second) =>
        Assert.False(TensorShape.TryCount([first, second], out _));
}
