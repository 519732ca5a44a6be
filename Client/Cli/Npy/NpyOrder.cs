namespace OrleansInference.Cli.Npy;

/// <summary>Brings elements into the protocol's order.</summary>
internal static class NpyOrder
{
    /// <summary>Big to little endian, in place.</summary>
    public static void SwapBytes(Span<byte> data, int unitBytes)
    {
        for (var at = 0; at < data.Length; at += unitBytes)
            data.Slice(at, unitBytes).Reverse();
    }

    /// <summary>First index fastest to last index fastest.</summary>
    public static byte[] FromFortran(ReadOnlySpan<byte> data, ReadOnlySpan<long> shape, int elementBytes)
    {
        var result = new byte[data.Length];
        var index = new long[shape.Length];
        for (var at = 0; at < result.Length; at += elementBytes)
        {
            data.Slice((int)(Position(index, shape) * elementBytes), elementBytes).CopyTo(result.AsSpan(at));
            Advance(index, shape);
        }

        return result;
    }

    private static long Position(ReadOnlySpan<long> index, ReadOnlySpan<long> shape)
    {
        long position = 0;
        for (var i = shape.Length - 1; i >= 0; i--)
            position = (position * shape[i]) + index[i];
        return position;
    }

    private static void Advance(Span<long> index, ReadOnlySpan<long> shape)
    {
        for (var i = index.Length - 1; i >= 0 && ++index[i] == shape[i]; i--)
            index[i] = 0;
    }
}
