using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Bench;

/// <summary>Inputs of one item, from a fixed seed.</summary>
internal static class TestTensor
{
    private const int Seed = 1;

    public static InferenceTensor Floats(string name, params ImmutableArray<long> shape)
    {
        var random = new Random(Seed);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        foreach (ref var value in values.AsSpan())
            value = random.NextSingle();
        return Of(name, TensorDataType.Fp32, shape, values.AsSpan());
    }

    /// <summary>A text of lower-case letters and spaces.</summary>
    public static InferenceTensor Letters(string name, int length) =>
        Of(name, TensorDataType.UInt8, [1, length], new Random(Seed).GetItems(" abcdefghijklmnopqrstuvwxyz"u8, length).AsSpan());

    /// <param name="name">The input's.</param>
    /// <param name="length">Tokens that are drawn.</param>
    /// <param name="width">The tensor's; zeros follow the tokens.</param>
    /// <param name="vocabulary">Tokens are below it.</param>
    public static InferenceTensor Tokens(string name, int length, int width, int vocabulary)
    {
        var random = new Random(Seed + length);
        var tokens = new long[width];
        foreach (ref var token in tokens.AsSpan(0, length))
            token = random.Next(vocabulary);
        return Of(name, TensorDataType.Int64, [1, width], tokens.AsSpan());
    }

    public static InferenceTensor Number(string name, int value) => Of<int>(name, TensorDataType.Int32, [1, 1], [value]);

    private static InferenceTensor Of<T>(string name, TensorDataType type, ImmutableArray<long> shape, ReadOnlySpan<T> values) where T : struct =>
        new() { Name = name, DataType = type, Shape = shape, Data = MemoryMarshal.AsBytes(values).ToArray() };
}
