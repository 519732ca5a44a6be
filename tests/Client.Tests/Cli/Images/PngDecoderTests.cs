namespace OrleansInference.Cli.Images;

public sealed class PngDecoderTests
{
    [Theory]
    [InlineData(1, new byte[] { 0b1010_0000 }, new float[] { 1, 0, 1 })]
    [InlineData(2, new byte[] { 0b00_01_11_00 }, new float[] { 0, 1 / 3f, 1 })]
    [InlineData(4, new byte[] { 0x0F, 0x50 }, new float[] { 0, 1, 1 / 3f })]
    [InlineData(8, new byte[] { 0, 51, 255 }, new float[] { 0, 0.2f, 1 })]
    [InlineData(16, new byte[] { 0, 0, 0x33, 0x33, 0xFF, 0xFF }, new float[] { 0, 0.2f, 1 })]
    public void Reads_gray_of_every_depth(int bitDepth, byte[] row, float[] expected)
    {
        var image = PngDecoder.Decode(PngWriter.Write(3, 1, bitDepth, PngColourType.Gray, row));
        Assert.Equal((3, 1, 1), (image.Width, image.Height, image.Channels));
        Assert.Equal(expected, image.Samples);
    }

    [Theory]
    [InlineData(8, new byte[] { 0, 51, 255 })]
    [InlineData(16, new byte[] { 0, 0, 0x33, 0x33, 0xFF, 0xFF })]
    public void Reads_colours(int bitDepth, byte[] row)
    {
        var image = PngDecoder.Decode(PngWriter.Write(1, 1, bitDepth, PngColourType.Rgb, row));
        Assert.Equal(3, image.Channels);
        Assert.Equal([0, 0.2f, 1], image.Samples);
    }

    [Theory]
    [InlineData(8, new byte[] { 255, 51, 255, 255 })]
    [InlineData(16, new byte[] { 255, 255, 51, 51, 255, 255, 255, 255 })]
    public void Lays_gray_with_alpha_over_black(int bitDepth, byte[] row) =>
        Assert.Equal([0.2f, 1], PngDecoder.Decode(PngWriter.Write(2, 1, bitDepth, PngColourType.GrayAlpha, row)).Samples);

    [Theory]
    [InlineData(8, new byte[] { 255, 0, 255, 51, 9, 9, 9, 0 })]
    [InlineData(16, new byte[] { 255, 255, 0, 0, 255, 255, 51, 51, 9, 9, 9, 9, 9, 9, 0, 0 })]
    public void Lays_colours_with_alpha_over_black(int bitDepth, byte[] row) =>
        Assert.Equal([0.2f, 0, 0.2f, 0, 0, 0], PngDecoder.Decode(PngWriter.Write(2, 1, bitDepth, PngColourType.Rgba, row)).Samples);

    [Theory]
    [InlineData(1, new byte[] { 0b0100_0000 })]
    [InlineData(2, new byte[] { 0b00_01_0000 })]
    [InlineData(4, new byte[] { 0x01 })]
    [InlineData(8, new byte[] { 0, 1 })]
    public void Reads_palettes_of_every_depth(int bitDepth, byte[] row)
    {
        var image = PngDecoder.Decode(PngWriter.Write(2, 1, bitDepth, PngColourType.Palette, row, palette: [255, 0, 51, 255, 255, 0], transparency: [255, 51]));
        Assert.Equal([1, 0, 0.2f, 0.2f, 0.2f, 0], image.Samples);
    }

    [Fact]
    public void The_transparent_colour_counts_as_black()
    {
        Assert.Equal([0, 0.2f], PngDecoder.Decode(PngWriter.Write(2, 1, 8, PngColourType.Gray, [255, 51], transparency: [0, 255])).Samples);
        Assert.Equal(
            [0, 0, 0, 1, 1, 0],
            PngDecoder.Decode(PngWriter.Write(2, 1, 8, PngColourType.Rgb, [255, 255, 255, 255, 255, 0], transparency: [0, 255, 0, 255, 0, 255])).Samples);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Undoes_every_filter(byte filter)
    {
        var rows = new byte[5 * 4 * 3];
        new Random(filter).NextBytes(rows);
        var image = PngDecoder.Decode(PngWriter.Write(5, 4, 8, PngColourType.Rgb, rows, filter: filter));
        Assert.Equal(rows.Select(value => value / 255f), image.Samples);
    }

    [Fact]
    public void Joins_data_chunks_and_skips_ancillary_ones()
    {
        var data = PngWriter.Compress([0, 255, 0, 0]);
        var file = new PngWriter().Header(1, 2, 8, 0).Chunk("tEXt", [1]).Chunk("IDAT", data[..3]).Chunk("IDAT", data[3..]).Chunk("IEND", []).ToArray();
        Assert.Equal([1, 0], PngDecoder.Decode(file).Samples);
    }

    public static TheoryData<string, byte[]> BrokenFiles()
    {
        var good = PngWriter.Write(4, 4, 8, PngColourType.Gray, new byte[16]);
        var data = PngWriter.Compress(new byte[20]);
        return new()
        {
            { "it is no PNG", [] },
            { "it is no PNG", "GIF89a"u8.ToArray() },
            { "it is cut off", good[..^20] },
            { "it is cut off", good[..10] },
            { "checksum of its IHDR chunk is wrong", [.. good[..16], 1, .. good[17..]] },
            { "interlaced (Adam7)", new PngWriter().Header(1u, 1, 8, 0, interlace: 1).ToArray() },
            { "no PNG has colour type 2 with 4 bits", new PngWriter().Header(1, 1, 4, 2).ToArray() },
            { "no PNG has colour type 5 with 8 bits", new PngWriter().Header(1, 1, 8, 5).ToArray() },
            { "it is 0 × 1 pixels", new PngWriter().Header(0, 1, 8, 0).ToArray() },
            { "at most 25000000 pixels", new PngWriter().Header(uint.MaxValue, uint.MaxValue, 8, 0).ToArray() },
            { "its first chunk is IDAT", new PngWriter().Chunk("IDAT", data).ToArray() },
            { "the unknown chunk ABCD", new PngWriter().Header(4, 4, 8, 0).Chunk("ABCD", []).ToArray() },
            { "its pixels end in row 4 of 5", new PngWriter().Header(4, 5, 8, 0).Chunk("IDAT", data).Chunk("IEND", []).ToArray() },
            { "its pixels end in row 0", new PngWriter().Header(4, 4, 8, 0).Chunk("IEND", []).ToArray() },
            { "its compressed pixels are damaged", new PngWriter().Header(4, 4, 8, 0).Chunk("IDAT", [1, 2, 3, 4]).Chunk("IEND", []).ToArray() },
            { "unknown filter 9", new PngWriter().Header(1, 1, 8, 0).Chunk("IDAT", PngWriter.Compress([9, 0])).Chunk("IEND", []).ToArray() },
            { "colour 3 of a palette of 1", PngWriter.Write(1, 1, 8, PngColourType.Palette, [3], palette: [1, 2, 3]) },
            { "not three a colour", PngWriter.Write(1, 1, 8, PngColourType.Palette, [0], palette: [1, 2]) },
            { "tRNS chunk has 1 bytes, not 2", PngWriter.Write(1, 1, 8, PngColourType.Gray, [0], transparency: [1]) },
        };
    }

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void Says_what_is_wrong_with_a_file(string expected, byte[] file) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => PngDecoder.Decode(file)).Message);

    [Fact]
    public void A_damaged_file_never_fails_in_another_way()
    {
        var rows = new byte[9 * 3 * 4];
        var random = new Random(1);
        random.NextBytes(rows);
        var good = PngWriter.Write(9, 4, 8, PngColourType.Rgb, rows, filter: 4);
        for (var i = 0; i < 2000; i++)
        {
            var file = good.ToArray();
            file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<InvalidDataException>(() => PngDecoder.Decode(file.AsSpan(0, random.Next(2) == 0 ? file.Length : random.Next(file.Length))));
        }
    }
}
