namespace OrleansInference.Cli.Images;

/// <summary>Undoes the filter of a row (PNG specification, section 9).</summary>
internal static class PngFilter
{
    /// <param name="filter">The row's filter byte.</param>
    /// <param name="row">Filtered bytes; afterwards the row's own.</param>
    /// <param name="above">The row above, all 0 above the first.</param>
    /// <param name="pixelBytes">Distance to the same byte of the pixel to the left.</param>
    public static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        if (filter > 4)
            throw new InvalidDataException($"a row has the unknown filter {filter}");
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= pixelBytes ? row[i - pixelBytes] : 0;
            int aboveLeft = i >= pixelBytes ? above[i - pixelBytes] : 0;
            row[i] += (byte)(filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], aboveLeft),
                _ => 0,
            });
        }
    }

    private static int Paeth(int left, int above, int aboveLeft)
    {
        var estimate = left + above - aboveLeft;
        var (toLeft, toAbove, toAboveLeft) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - aboveLeft));
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
