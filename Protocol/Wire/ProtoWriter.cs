using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace OrleansInference.Protocol.Wire;

/// <summary>
/// Writes protobuf's wire format. Without an output it only counts: so a message's size comes from the very code that writes
/// it, and can't differ. <see cref="Flush"/> comes last.
/// </summary>
internal ref struct ProtoWriter(IBufferWriter<byte>? output)
{
    private const int MaxVarintBytes = 10;
    private const int SpanBytes = 256;

    private Span<byte> _span;
    private int _used;

    /// <summary>Bytes written, or counted.</summary>
    public long Written { get; private set; }

    public void Varint(ulong value)
    {
        if (output is null)
        {
            Written += SizeOf(value);
            return;
        }
        var span = Reserve(MaxVarintBytes);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
            span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        Use(count);
    }

    /// <summary>A number with its tag, also where it is 0.</summary>
    public void Varint(uint tag, ulong value)
    {
        Varint(tag);
        Varint(value);
    }

    public void Fixed64(uint tag, ulong value)
    {
        Varint(tag);
        if (output is not null)
            BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);
        Use(sizeof(ulong));
    }

    /// <summary>A text with its tag, also where it is empty.</summary>
    public void Text(uint tag, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Length(tag, length);
        if (output is not null)
            Encoding.UTF8.GetBytes(text, Reserve(length));
        Use(length);
    }

    /// <summary>A text with its tag; nothing where it is empty, which is a field's default.</summary>
    public void OptionalText(uint tag, string text)
    {
        if (text.Length > 0)
            Text(tag, text);
    }

    /// <summary>What begins a message, packed numbers or bytes of <paramref name="length"/>.</summary>
    public void Length(uint tag, long length) => Varint(tag, (ulong)length);

    /// <summary>Bytes, in as many steps as the output gives room for.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        if (output is null)
        {
            Written += bytes.Length;
            return;
        }
        Flush();
        output.Write(bytes);
        Written += bytes.Length;
    }

    /// <summary>Hands what is written to the output.</summary>
    public void Flush()
    {
        if (_used > 0)
            output!.Advance(_used);
        _span = default;
        _used = 0;
    }

    /// <summary>Bytes of a number: one for each seven bits.</summary>
    public static int SizeOf(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    private Span<byte> Reserve(int bytes)
    {
        if (_span.Length - _used < bytes)
        {
            Flush();
            _span = output!.GetSpan(Math.Max(bytes, SpanBytes));
        }
        return _span[_used..];
    }

    private void Use(int bytes)
    {
        Written += bytes;
        if (output is not null)
            _used += bytes;
    }
}
