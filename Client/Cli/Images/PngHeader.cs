using System.Buffers.Binary;

namespace OrleansInference.Cli.Images;

/// <summary>The IHDR chunk, checked.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColourType ColourType)
{
    private const int Bytes = 13;

    public int SamplesPerPixel => ColourType switch
    {
        PngColourType.GrayAlpha => 2,
        PngColourType.Rgb => 3,
        PngColourType.Rgba => 4,
        _ => 1,
    };

    /// <summary>Of one row without its filter byte.</summary>
    public int RowBytes => checked((int)((((long)Width * SamplesPerPixel * BitDepth) + 7) / 8));

    /// <summary>How far back a filter looks for the pixel to the left.</summary>
    public int PixelBytes => Math.Max(1, SamplesPerPixel * BitDepth / 8);

    public static PngHeader Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != Bytes)
            throw new InvalidDataException($"its IHDR chunk has {data.Length} bytes, not {Bytes}");
        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        var (bitDepth, colourType, compression, filter, interlace) = (data[8], (PngColourType)data[9], data[10], data[11], data[12]);
        if (width == 0 || height == 0 || (ulong)width * height > Image.MostPixels)
            throw new InvalidDataException($"it is {width} × {height} pixels; at least 1 × 1 and at most {Image.MostPixels} pixels are read");
        if (!IsAllowed(colourType, bitDepth))
            throw new InvalidDataException($"no PNG has colour type {(byte)colourType} with {bitDepth} bits");
        if (compression != 0 || filter != 0 || interlace > 1)
            throw new InvalidDataException($"its methods (compression {compression}, filter {filter}, interlace {interlace}) are unknown");
        if (interlace == 1)
            throw new InvalidDataException("it is interlaced (Adam7), which is not supported; save it without interlacing");
        return new PngHeader((int)width, (int)height, bitDepth, colourType);
    }

    // PNG specification, table 11.1.
    private static bool IsAllowed(PngColourType type, int bitDepth) => type switch
    {
        PngColourType.Gray => bitDepth is 1 or 2 or 4 or 8 or 16,
        PngColourType.Palette => bitDepth is 1 or 2 or 4 or 8,
        PngColourType.Rgb or PngColourType.GrayAlpha or PngColourType.Rgba => bitDepth is 8 or 16,
        _ => false,
    };
}
