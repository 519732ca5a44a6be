namespace OrleansInference.Cli.Images;

/// <summary>
/// Resizes by area: each target pixel is the mean of the source area that it covers. Source pixel j and target pixel i
/// overlap by a whole number of 1/target-th source pixels, so the weights are exact, and an image whose pixels were each
/// repeated k × k times comes back as it was.
/// </summary>
internal static class AreaResizer
{
    public static Image Resize(Image source, int width, int height)
    {
        if (width == source.Width && height == source.Height)
            return source;
        var samples = new float[width * height * source.Channels];
        var target = 0;
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var channel = 0; channel < source.Channels; channel++)
                    samples[target++] = Mean(source, channel, x, width, y, height);
        return new Image(width, height, source.Channels, samples);
    }

    private static float Mean(Image source, int channel, int x, int width, int y, int height)
    {
        var (firstColumn, lastColumn) = Covered(x, source.Width, width);
        var (firstRow, lastRow) = Covered(y, source.Height, height);
        double sum = 0;
        for (var row = firstRow; row <= lastRow; row++)
        {
            double rowSum = 0;
            for (var column = firstColumn; column <= lastColumn; column++)
                rowSum += Overlap(x, source.Width, column, width) * source.Samples[((((long)row * source.Width) + column) * source.Channels) + channel];
            sum += rowSum * Overlap(y, source.Height, row, height);
        }

        return (float)(sum / ((double)source.Width * source.Height));
    }

    // In units of 1/to source pixels, target i covers [i·from, (i+1)·from) and source j covers [j·to, (j+1)·to).
    private static (int First, int Last) Covered(int i, int from, int to) =>
        ((int)((long)i * from / to), (int)((((i + 1L) * from) - 1) / to));

    private static double Overlap(int i, int from, int j, int to) =>
        Math.Min((i + 1L) * from, (j + 1L) * to) - Math.Max((long)i * from, (long)j * to);
}
