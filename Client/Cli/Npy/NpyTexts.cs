using System.Buffers.Binary;
using System.Text;
using OrleansInference.Models;

namespace OrleansInference.Cli.Npy;

/// <summary>NumPy's texts are of one width, with zeros behind; the protocol's are of any length, each after its length.</summary>
internal static class NpyTexts
{
    private static readonly UTF32Encoding Characters = new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">A character is none of Unicode's.</exception>
    public static byte[] ToProtocol(ReadOnlySpan<byte> data, NpyHeader header)
    {
        var stream = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(uint)];
        for (var i = 0L; i < header.Count; i++)
        {
            var element = data.Slice((int)(i * header.Type.ElementBytes), header.Type.ElementBytes);
            var text = header.Type.IsUnicode ? ToUtf8(element, i) : element.TrimEnd((byte)0);
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
            stream.Write(length);
            stream.Write(text);
        }

        return stream.ToArray();
    }

    /// <summary>The elements side by side, and NumPy's name of their type: <c>U</c> where all are UTF-8, else <c>S</c>.</summary>
    /// <exception cref="InvalidDataException">An element ends with a zero, which NumPy would take for padding.</exception>
    public static (string Type, byte[] Data) FromProtocol(InferenceTensor tensor)
    {
        var elements = Split(tensor);
        if (elements.Exists(element => element.Span.EndsWith((byte)0)))
            throw new InvalidDataException($"an element of '{tensor.Name}' ends with a zero byte, which NumPy's texts can't");
        var (kind, unit, texts) = TryDecode(elements, out var decoded) ? ('U', 4, decoded) : ('S', 1, elements);
        var width = Math.Max(unit, texts.Count > 0 ? texts.Max(text => text.Length) : 0);
        var data = new byte[checked(width * texts.Count)];
        for (var i = 0; i < texts.Count; i++)
            texts[i].Span.CopyTo(data.AsSpan(i * width));
        return ($"{(kind == 'U' ? '<' : '|')}{kind}{width / unit}", data);
    }

    private static byte[] ToUtf8(ReadOnlySpan<byte> element, long index)
    {
        try
        {
            return Encoding.UTF8.GetBytes(Characters.GetString(element).TrimEnd('\0'));
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"its element {index} has a character that Unicode does not", exception);
        }
    }

    private static List<ReadOnlyMemory<byte>> Split(InferenceTensor tensor)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        for (var rest = tensor.Data; rest.Length > 0;)
        {
            if (rest.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(rest.Span) > rest.Length - sizeof(uint))
                throw new FormatException($"Tensor '{tensor.Name}' ends within element {elements.Count}.");
            var end = sizeof(uint) + BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
            elements.Add(rest[sizeof(uint)..end]);
            rest = rest[end..];
        }

        return elements;
    }

    private static bool TryDecode(List<ReadOnlyMemory<byte>> elements, out List<ReadOnlyMemory<byte>> decoded)
    {
        try
        {
            decoded = elements.ConvertAll(element => (ReadOnlyMemory<byte>)Characters.GetBytes(Utf8.GetString(element.Span)));
            return true;
        }
        catch (DecoderFallbackException)
        {
            decoded = [];
            return false;
        }
    }
}
