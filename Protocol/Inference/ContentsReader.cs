using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrleansInference.Models;
using OrleansInference.Protocol.Wire;

namespace OrleansInference.Protocol.Inference;

/// <summary>
/// Reads InferTensorContents into tensors' memory. The elements may be packed or not, and in several messages that count as one,
/// so all of it is read twice: first to know the room, then into it.
/// </summary>
internal struct ContentsReader(Func<int, Memory<byte>>? allocate)
{
    private const int Fields = 8;

    private bool _sized;
    private Kinds<long> _sizes;
    private Kinds<Memory<byte>> _elements;
    private Kinds<int> _used;

    // By field number less one.
    private static ReadOnlySpan<TensorDataType> Types =>
    [
        TensorDataType.Bool, TensorDataType.Int32, TensorDataType.Int64, TensorDataType.UInt32, TensorDataType.UInt64,
        TensorDataType.Fp32, TensorDataType.Fp64, TensorDataType.Bytes,
    ];

    /// <summary>Reads one message of contents; <paramref name="reader"/> is within its tensor.</summary>
    public void Read(ref ProtoReader reader)
    {
        if (!_sized && !TrySize(ref reader))
            return;
        ReadMessage(ref reader);
    }

    public readonly ImmutableArray<TensorContents> ToImmutable()
    {
        if (!_sized)
            return default;
        var contents = new ListBuilder<TensorContents>();
        for (var field = 0; field < Fields; field++)
            if (_sizes[field] > 0)
                contents.Add(new TensorContents(Types[field], _elements[field]));
        return contents.ToImmutable();
    }

    private bool TrySize(ref ProtoReader reader)
    {
        var ahead = reader;
        for (uint tag = InferFields.TensorContents; tag != 0; tag = ahead.ReadTag())
            if (tag == InferFields.TensorContents)
                ReadMessage(ref ahead);
            else
                ahead.Skip(tag);
        for (var field = 0; field < Fields; field++)
            if (_sizes[field] > Array.MaxLength)
                ahead.Fail($"{_sizes[field]} bytes of {Types[field].ToProtocolName()} elements, more than an array holds");
        if (ahead.Error is not null)
        {
            reader = ahead;
            return false;
        }
        for (var field = 0; field < Fields; field++)
            if (_sizes[field] > 0)
                _elements[field] = allocate is null ? new byte[_sizes[field]] : allocate((int)_sizes[field]);
        return _sized = true;
    }

    private void ReadMessage(ref ProtoReader reader)
    {
        reader.Enter(out var outer);
        while (reader.ReadTag() is var tag and not 0)
        {
            var field = (int)ProtoTag.Number(tag) - 1;
            var wire = ProtoTag.Wire(tag);
            if (field >= Fields)
                reader.Skip(tag);
            else if (wire == ProtoTag.Length && Types[field] == TensorDataType.Bytes)
                ReadText(ref reader, field);
            else if (wire == ProtoTag.Length)
                ReadPacked(ref reader, field);
            else if (wire == WireOf(field))
                ReadElement(ref reader, field);
            else
                reader.Skip(tag);
        }
        reader.Leave(outer);
    }

    private void ReadPacked(ref ProtoReader reader, int field)
    {
        if (WireOf(field) != ProtoTag.Varint)
        {
            ReadFixed(ref reader, field);
            return;
        }
        reader.Enter(out var outer);
        while (reader.HasMore)
            ReadElement(ref reader, field);
        reader.Leave(outer);
    }

    private void ReadFixed(ref ProtoReader reader, int field)
    {
        var length = reader.ReadLength();
        var width = Types[field].ElementBytes();
        if (length % width == 0)
            ReadBytes(ref reader, field, length);
        else
            reader.Fail($"{length} bytes of elements of {width} bytes");
    }

    private void ReadElement(ref ProtoReader reader, int field)
    {
        var value = WireOf(field) switch
        {
            ProtoTag.Fixed32 => reader.ReadFixed32(),
            ProtoTag.Fixed64 => reader.ReadFixed64(),
            _ => reader.ReadVarint(),
        };
        var room = Take(field, Types[field].ElementBytes());
        switch (room.Length)
        {
            case sizeof(byte): room[0] = value == 0 ? (byte)0 : (byte)1; break;
            case sizeof(uint): BinaryPrimitives.WriteUInt32LittleEndian(room, (uint)value); break;
            case sizeof(ulong): BinaryPrimitives.WriteUInt64LittleEndian(room, value); break;
        }
    }

    private void ReadText(ref ProtoReader reader, int field)
    {
        var length = reader.ReadLength();
        var prefix = Take(field, sizeof(uint));
        if (prefix.Length > 0)
            BinaryPrimitives.WriteInt32LittleEndian(prefix, length);
        ReadBytes(ref reader, field, length);
    }

    private void ReadBytes(ref ProtoReader reader, int field, int length)
    {
        var room = Take(field, length);
        if (_sized)
            reader.ReadInto(room);
        else
            reader.SkipBytes(length);
    }

    /// <summary>Room for an element; none while the elements are only counted.</summary>
    private Span<byte> Take(int field, int bytes)
    {
        if (!_sized)
        {
            _sizes[field] += bytes;
            return default;
        }
        var room = _elements[field].Span.Slice(_used[field], bytes);
        _used[field] += bytes;
        return room;
    }

    private static uint WireOf(int field) => Types[field] switch
    {
        TensorDataType.Fp32 => ProtoTag.Fixed32,
        TensorDataType.Fp64 => ProtoTag.Fixed64,
        TensorDataType.Bytes => ProtoTag.Length,
        _ => ProtoTag.Varint,
    };

    [InlineArray(Fields)]
    private struct Kinds<T>
    {
        private T _item;
    }
}
