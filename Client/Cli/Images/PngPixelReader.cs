using System.Buffers.Binary;

namespace OrleansInference.Cli.Images;

/// <summary>Turns the samples of unfiltered rows into gray or colours from 0 to 1.</summary>
internal sealed class PngPixelReader
{
    private readonly PngHeader _header;
    private readonly float[] _palette;
    private readonly int[] _transparent;
    private readonly float _scale;

    public PngPixelReader(PngFile png)
    {
        _header = png.Header;
        _palette = PaletteOf(png);
        _transparent = TransparentColour(png);
        _scale = (1 << _header.BitDepth) - 1;
    }

    /// <summary>1 or 3: an alpha channel is blended in.</summary>
    public int Channels => _header.ColourType is PngColourType.Gray or PngColourType.GrayAlpha ? 1 : 3;

    public void Read(ReadOnlySpan<byte> row, Span<float> target)
    {
        for (var x = 0; x < _header.Width; x++)
            ReadPixel(row, x, target.Slice(x * Channels, Channels));
    }

    private void ReadPixel(ReadOnlySpan<byte> row, int x, Span<float> pixel)
    {
        var first = x * _header.SamplesPerPixel;
        if (_header.ColourType == PngColourType.Palette)
        {
            var entry = Sample(row, first) * 3;
            if (entry >= _palette.Length)
                throw new InvalidDataException($"a pixel has colour {entry / 3} of a palette of {_palette.Length / 3}");
            _palette.AsSpan(entry, 3).CopyTo(pixel);
            return;
        }

        var isTransparent = _transparent.Length > 0;
        for (var channel = 0; channel < Channels; channel++)
        {
            var sample = Sample(row, first + channel);
            isTransparent = isTransparent && sample == _transparent[channel];
            pixel[channel] = sample / _scale;
        }

        var alpha = isTransparent ? 0
            : _header.SamplesPerPixel > Channels ? Sample(row, first + Channels) / _scale
            : 1;
        foreach (ref var value in pixel)
            value *= alpha;
    }

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        var depth = _header.BitDepth;
        if (depth == 16)
            return BinaryPrimitives.ReadUInt16BigEndian(row[(index * 2)..]);
        var bit = index * depth;
        return (row[bit / 8] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1);
    }

    private static float[] PaletteOf(PngFile png)
    {
        if (png.Header.ColourType != PngColourType.Palette)
            return [];
        var colours = new float[png.Palette.Length];
        for (var i = 0; i < colours.Length; i++)
        {
            var alpha = i / 3 < png.Transparency.Length ? png.Transparency[i / 3] / 255f : 1;
            colours[i] = png.Palette[i] / 255f * alpha;
        }

        return colours;
    }

    private static int[] TransparentColour(PngFile png)
    {
        var samples = png.Header.ColourType switch { PngColourType.Gray => 1, PngColourType.Rgb => 3, _ => 0 };
        if (png.Transparency.Length == 0 || samples == 0)
            return [];
        if (png.Transparency.Length != samples * 2)
            throw new InvalidDataException($"its tRNS chunk has {png.Transparency.Length} bytes, not {samples * 2}");
        return [.. Enumerable.Range(0, samples).Select(i => (int)BinaryPrimitives.ReadUInt16BigEndian(png.Transparency.AsSpan(i * 2)))];
    }
}
