using System.Buffers.Binary;
using System.Text;

namespace OrleansInference.Cli.Images;

/// <summary>A PNG taken apart into the chunks that matter here, each checked by its CRC.</summary>
internal sealed class PngFile
{
    private const int LengthBytes = 4;
    private const int TypeBytes = 4;
    private const int CrcBytes = 4;

    private PngFile(PngHeader header) => Header = header;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public PngHeader Header { get; }

    /// <summary>PLTE: three bytes a colour; empty where there is none.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>tRNS: alpha by palette entry, or the one transparent colour; empty where there is none.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>All IDAT chunks, joined: one zlib stream.</summary>
    public MemoryStream Pixels { get; } = new();

    public static PngFile Parse(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature))
            throw new InvalidDataException("it is no PNG");
        var rest = file[Signature.Length..];
        var type = Next(ref rest, out var data);
        if (type != "IHDR")
            throw new InvalidDataException($"its first chunk is {type}, not IHDR");
        var png = new PngFile(PngHeader.Parse(data));
        while ((type = Next(ref rest, out data)) != "IEND")
            png.Add(type, data);
        png.Pixels.Position = 0;
        return png;
    }

    private void Add(string type, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case "IDAT":
                Pixels.Write(data);
                break;
            case "PLTE":
                Palette = data.Length % 3 == 0 ? data.ToArray() : throw new InvalidDataException($"its palette has {data.Length} bytes, not three a colour");
                break;
            case "tRNS":
                Transparency = data.ToArray();
                break;
            default:
                // A lower-case first letter says that a reader may leave the chunk out.
                if (char.IsAsciiLetterUpper(type[0]))
                    throw new InvalidDataException($"it needs the unknown chunk {type}");
                break;
        }
    }

    private static string Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> data)
    {
        const int overhead = LengthBytes + TypeBytes + CrcBytes;
        if (rest.Length < overhead || BinaryPrimitives.ReadUInt32BigEndian(rest) > rest.Length - overhead)
            throw new InvalidDataException("it is cut off");
        var length = BinaryPrimitives.ReadInt32BigEndian(rest);
        var type = Encoding.Latin1.GetString(rest.Slice(LengthBytes, TypeBytes));
        var end = LengthBytes + TypeBytes + length;
        if (BinaryPrimitives.ReadUInt32BigEndian(rest[end..]) != Crc32.Of(rest[LengthBytes..end]))
            throw new InvalidDataException($"it is damaged: the checksum of its {type} chunk is wrong");
        data = rest.Slice(LengthBytes + TypeBytes, length);
        rest = rest[(end + CrcBytes)..];
        return type;
    }
}
