using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace OrleansInference.Protocol.Wire;

/// <summary>
/// Reads protobuf's wire format where it lies, over any number of segments. The first thing that is wrong stays in
/// <see cref="Error"/>; from then on there is nothing left to read, every read gives a default, and so every loop ends.
/// Copying the reader is a bookmark.
/// </summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/</remarks>
internal ref partial struct ProtoReader
{
    private const int MaxDepth = 100;           // of messages and groups, as Google's parsers have it
    private const int MaxParts = 16 * 1024;
    private const int MaxVarintBits = 70;       // ten bytes of seven
    private const int MaxStackBytes = 256;

    private readonly ReadOnlySequence<byte> _source;
    private SequencePosition _next;             // of the segment after this one
    private ReadOnlySpan<byte> _segment;
    private long _segmentStart;                 // its offset in the source
    private int _index;                         // of the next byte, in the segment
    private int _end;                           // where the segment or the message ends, whichever is first
    private long _limit;                        // where the message ends, in the source
    private int _depth;
    private int _parts;

    public ProtoReader(in ReadOnlySequence<byte> source)
    {
        _source = source;
        _next = source.Start;
        _limit = source.Length;
        Refill();
    }

    /// <summary>What is wrong, and where; null as long as nothing is.</summary>
    public string? Error { get; private set; }

    private readonly long Position => _segmentStart + _index;

    private readonly long Left => _limit - Position;

    public void Fail(string error)
    {
        Error ??= $"{error}, at byte {Position}";
        SetLimit(Position);
    }

    /// <summary>
    /// Counts something that takes far more memory than bytes of the message (a tensor, a parameter), and refuses it where there are
    /// thousands: two bytes of a hostile message would otherwise become a hundred of ours.
    /// </summary>
    public void CountPart()
    {
        if (++_parts > MaxParts)
            Fail($"more than {MaxParts} tensors, dimensions and parameters in one message");
    }

    /// <summary>The next field's number and wire type; 0 at the end of the message.</summary>
    public uint ReadTag()
    {
        if (Left == 0)
            return 0;
        var tag = (uint)ReadVarint();
        if (ProtoTag.Number(tag) != 0)
            return tag;
        Fail("a field with the number 0");
        return 0;
    }

    public ulong ReadVarint() => _index < _end && _segment[_index] < 0x80 ? _segment[_index++] : ReadLongVarint();

    public uint ReadFixed32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        ReadInto(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadFixed64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ReadInto(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>A length that the message has room for.</summary>
    public int ReadLength()
    {
        var length = (uint)ReadVarint();
        if (length <= Left)
            return (int)length;
        Fail($"a length of {length} where {Left} bytes are left");
        return 0;
    }

    /// <summary>From a length to its end, everything read is within it. <paramref name="outer"/> is for <see cref="Leave"/>.</summary>
    public void Enter(out long outer)
    {
        var length = ReadLength();
        outer = _limit;
        if (++_depth > MaxDepth)
            Fail($"nested more than {MaxDepth} deep");
        else if (Error is null)
            SetLimit(Position + length);
    }

    /// <summary>Ends what <see cref="Enter"/> began, once all of it is read.</summary>
    public void Leave(long outer)
    {
        _depth--;
        if (Error is null)
            SetLimit(outer);
    }

    /// <summary>Whether the message, or what was entered, goes on.</summary>
    public readonly bool HasMore => Left > 0;

    /// <summary>UTF-8, which is checked. Texts that come with every request (names) are interned.</summary>
    public string ReadText(bool interned)
    {
        var length = ReadLength();
        if (length == 0)
            return "";
        if (length <= _end - _index)
        {
            _index += length;
            return ToText(_segment.Slice(_index - length, length), interned);
        }
        var rented = length <= MaxStackBytes ? null : ArrayPool<byte>.Shared.Rent(length);
        var bytes = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
        ReadInto(bytes);
        var joined = ToText(bytes, interned);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return joined;
    }

    /// <summary>Bytes, copied once into memory of <paramref name="allocate"/>; where that is null, a view if they lie in one segment.</summary>
    public ReadOnlyMemory<byte> ReadBytes(Func<int, Memory<byte>>? allocate)
    {
        var length = ReadLength();
        if (length == 0)
            return default;
        if (allocate is null && length <= _end - _index)
        {
            var view = _source.Slice(Position, length).First;
            _index += length;
            return view;
        }
        var copy = allocate is null ? new byte[length] : allocate(length);
        ReadInto(copy.Span);
        return copy;
    }

    /// <summary>Fills <paramref name="destination"/>.</summary>
    public void ReadInto(scoped Span<byte> destination)
    {
        if (destination.Length > Left)
        {
            destination.Clear();
            Fail("the message ends within a field");
            return;
        }
        while (destination.Length > 0 && (_index < _end || Refill()))
        {
            var step = Math.Min(destination.Length, _end - _index);
            _segment.Slice(_index, step).CopyTo(destination);
            destination = destination[step..];
            _index += step;
        }
    }

    private ulong ReadLongVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < MaxVarintBits; shift += 7)
        {
            if (_index == _end && !Refill())
            {
                Fail("the message ends within a number");
                return 0;
            }
            var part = _segment[_index++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        Fail("a number of more than ten bytes");
        return 0;
    }

    private string ToText(scoped ReadOnlySpan<byte> utf8, bool interned)
    {
        if (interned && ProtoNames.Find(utf8) is { } known)
            return known;
        if (!Utf8.IsValid(utf8))
        {
            Fail("a text that is not UTF-8");
            return "";
        }
        var text = Encoding.UTF8.GetString(utf8);
        if (interned)
            ProtoNames.Keep(utf8, text);
        return text;
    }

    private void SetLimit(long limit)
    {
        _limit = limit;
        _end = (int)Math.Min(_segment.Length, limit - _segmentStart);
    }

    /// <summary>Goes on to the next segment with bytes of the message.</summary>
    private bool Refill()
    {
        while (_index == _segment.Length && Left > 0 && _source.TryGet(ref _next, out var memory))
        {
            _segmentStart += _segment.Length;
            _segment = memory.Span;
            _index = 0;
        }
        SetLimit(_limit);
        return _index < _end;
    }
}
