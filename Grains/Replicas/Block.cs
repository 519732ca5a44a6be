namespace OrleansInference.Replicas;

/// <summary>Copies between dense tensors whose dimensions differ.</summary>
internal static class Block
{
    /// <summary>Copies what both have: of each dimension the first elements, as many as the shorter one has.</summary>
    /// <param name="elementBytes">Bytes of an element.</param>
    public static void Copy(ReadOnlySpan<byte> from, ReadOnlySpan<long> fromShape, Span<byte> to, ReadOnlySpan<long> toShape, int elementBytes)
    {
        var rows = (int)Math.Min(fromShape[0], toShape[0]);
        if (rows == 0) return;
        if (fromShape.Length == 1)
        {
            from[..(rows * elementBytes)].CopyTo(to);
            return;
        }
        if (fromShape[1..].SequenceEqual(toShape[1..]))
        {
            from[..(rows * Stride(fromShape, elementBytes))].CopyTo(to);
            return;
        }
        var (fromStride, toStride) = (Stride(fromShape, elementBytes), Stride(toShape, elementBytes));
        for (var row = 0; row < rows; row++)
            Copy(from.Slice(row * fromStride, fromStride), fromShape[1..], to.Slice(row * toStride, toStride), toShape[1..], elementBytes);
    }

    /// <summary>Bytes of one element of the first dimension.</summary>
    private static int Stride(ReadOnlySpan<long> shape, int elementBytes)
    {
        var bytes = (long)elementBytes;
        foreach (var dimension in shape[1..]) bytes *= dimension;
        return checked((int)bytes);
    }
}
