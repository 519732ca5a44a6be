using System.IO.Compression;

namespace OrleansInference.Cli.Images;

/// <summary>
/// Decodes PNG files: every colour type and depth, not interlaced. Transparent pixels are laid over black. Colour profiles and
/// gamma are left out, as training pipelines leave them out.
/// </summary>
internal static class PngDecoder
{
    /// <exception cref="InvalidDataException">Says what is wrong with the file, as a clause about it.</exception>
    public static Image Decode(ReadOnlySpan<byte> file)
    {
        var png = PngFile.Parse(file);
        var header = png.Header;
        var pixels = new PngPixelReader(png);
        var samples = new float[header.Width * header.Height * pixels.Channels];
        using var inflated = new ZLibStream(png.Pixels, CompressionMode.Decompress);
        var row = new byte[1 + header.RowBytes];
        var above = new byte[1 + header.RowBytes];
        for (var y = 0; y < header.Height; y++)
        {
            if (ReadRow(inflated, row) < row.Length)
                throw new InvalidDataException($"its pixels end in row {y} of {header.Height}");
            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), header.PixelBytes);
            pixels.Read(row.AsSpan(1), samples.AsSpan(y * header.Width * pixels.Channels, header.Width * pixels.Channels));
            (row, above) = (above, row);
        }

        return new Image(header.Width, header.Height, pixels.Channels, samples);
    }

    private static int ReadRow(ZLibStream inflated, byte[] row)
    {
        try
        {
            return inflated.ReadAtLeast(row, row.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("its compressed pixels are damaged", exception);
        }
    }
}
