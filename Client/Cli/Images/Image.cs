namespace OrleansInference.Cli.Images;

/// <summary>Pixels as numbers from 0 (black) to 1, row-major, the channels of a pixel side by side.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Channels">1 for gray, 3 for red, green, blue.</param>
/// <param name="Samples">Width × height × channels of them.</param>
internal sealed record Image(int Width, int Height, int Channels, float[] Samples)
{
    /// <summary>Most pixels that are decoded: 5000 × 5000, 300 MB as colours.</summary>
    public const long MostPixels = 25_000_000;

    /// <summary>The same image in gray (ITU-R BT.601 luma) or in colour (three equal channels).</summary>
    public Image WithChannels(int channels)
    {
        if (channels == Channels)
            return this;
        var samples = new float[Width * Height * channels];
        if (channels == 1)
        {
            for (var pixel = 0; pixel < samples.Length; pixel++)
            {
                var colour = Samples.AsSpan(pixel * 3, 3);
                samples[pixel] = (float)((0.299 * colour[0]) + (0.587 * colour[1]) + (0.114 * colour[2]));
            }
        }
        else
        {
            for (var pixel = 0; pixel < Samples.Length; pixel++)
                samples.AsSpan(pixel * channels, channels).Fill(Samples[pixel]);
        }

        return new Image(Width, Height, channels, samples);
    }
}
