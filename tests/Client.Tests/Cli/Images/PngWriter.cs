using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OrleansInference.Cli.Images;

/// <summary>Makes PNG files for tests, each row with the filter that is asked for.</summary>
internal sealed class PngWriter
{
    private readonly MemoryStream _file = new();

    public PngWriter() => _file.Write(PngFile.Signature);

    public static byte[] Write(int width, int height, int bitDepth, PngColourType type, byte[] packedRows, byte[]? palette = null, byte[]? transparency = null, byte filter = 0)
    {
        var writer = new PngWriter().Header(width, height, bitDepth, (byte)type);
        if (palette is not null)
            writer.Chunk("PLTE", palette);
        if (transparency is not null)
            writer.Chunk("tRNS", transparency);
        var header = new PngHeader(width, height, bitDepth, type);
        return writer.Chunk("IDAT", Compress(Filter(packedRows, header.RowBytes, header.PixelBytes, filter))).Chunk("IEND", []).ToArray();
    }

    public PngWriter Header(uint width, uint height, int bitDepth, byte type, byte interlace = 0)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(data, width);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = ((byte)bitDepth, type, interlace);
        return Chunk("IHDR", data);
    }

    public PngWriter Header(int width, int height, int bitDepth, byte type) => Header((uint)width, (uint)height, bitDepth, type);

    public PngWriter Chunk(string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        _file.Write(number);
        _file.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(typed));
        _file.Write(number);
        return this;
    }

    public byte[] ToArray() => _file.ToArray();

    public static byte[] Compress(byte[] data)
    {
        var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.Optimal))
            zlib.Write(data);
        return target.ToArray();
    }

    // The forward filters of the PNG specification, section 9.2.
    private static byte[] Filter(byte[] rows, int rowBytes, int pixelBytes, byte filter)
    {
        var filtered = new MemoryStream();
        for (var start = 0; start < rows.Length; start += rowBytes)
        {
            filtered.WriteByte(filter);
            for (var i = 0; i < rowBytes; i++)
            {
                int left = i >= pixelBytes ? rows[start + i - pixelBytes] : 0;
                int above = start > 0 ? rows[start - rowBytes + i] : 0;
                int aboveLeft = start > 0 && i >= pixelBytes ? rows[start - rowBytes + i - pixelBytes] : 0;
                var nearest = new[] { left, above, aboveLeft }.MinBy(value => Math.Abs(left + above - aboveLeft - value));
                int[] predictions = [0, left, above, (left + above) / 2, nearest];
                filtered.WriteByte((byte)(rows[start + i] - predictions[filter]));
            }
        }

        return filtered.ToArray();
    }
}
