using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http.Json;

// Values of 'data': nested as the shape or flat; as in Triton only their order and number count, not how they are nested.
internal ref partial struct RequestDecoder
{
    private bool ReadData(ref InputParts input)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
            return Fail($"'data' of input '{input.Label}': expected an array, got {Token()}");
        return input.Type switch
        {
            TensorDataType.Bool => ReadBooleans(ref input),
            TensorDataType.UInt8 => ReadNumbers<byte>(ref input),
            TensorDataType.UInt16 => ReadNumbers<ushort>(ref input),
            TensorDataType.UInt32 => ReadNumbers<uint>(ref input),
            TensorDataType.UInt64 => ReadNumbers<ulong>(ref input),
            TensorDataType.Int8 => ReadNumbers<sbyte>(ref input),
            TensorDataType.Int16 => ReadNumbers<short>(ref input),
            TensorDataType.Int32 => ReadNumbers<int>(ref input),
            TensorDataType.Int64 => ReadNumbers<long>(ref input),
            TensorDataType.Fp32 => ReadNumbers<float>(ref input),
            TensorDataType.Fp64 => ReadNumbers<double>(ref input),
            TensorDataType.Bytes => ReadStrings(ref input),
            _ => Fail($"input '{input.Label}': {input.Type.ToProtocolName()} has no form in JSON; send it as binary data"),
        };
    }

    private bool ReadNumbers<T>(ref InputParts input)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        // Fractions and exponents are not integers, not even 1.0: as in Triton.
        var isFloat = !T.IsZero(T.CreateTruncating(0.5));
        var styles = isFloat ? NumberStyles.Float : NumberStyles.AllowLeadingSign;
        var data = AllocateElements(ref input);
        var values = MemoryMarshal.Cast<byte, T>(data.Span);
        var count = 0L;
        while (NextElement(ref input, count))
        {
            var value = T.Zero;
            if (_reader.TokenType != JsonTokenType.Number
                || !T.TryParse(_reader.ValueSpan, styles, CultureInfo.InvariantCulture, out value)
                || !T.IsFinite(value))
                return WrongElement(
                    ref input, count, isFloat ? $"a number within ±{T.MaxValue}" : $"an integer from {T.MinValue} to {T.MaxValue}");
            if (count < values.Length)
                values[(int)count] = value;
            count++;
        }
        return CompleteData(ref input, count, data);
    }

    private bool ReadBooleans(ref InputParts input)
    {
        var data = AllocateElements(ref input);
        var values = data.Span;
        var count = 0L;
        while (NextElement(ref input, count))
        {
            if (_reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
                return WrongElement(ref input, count, "true or false");
            if (count < values.Length)
                values[(int)count] = _reader.TokenType == JsonTokenType.True ? (byte)1 : (byte)0;
            count++;
        }
        return CompleteData(ref input, count, data);
    }

    private bool ReadStrings(ref InputParts input)
    {
        var data = _memory.Allocate((int)Math.Min(4096, RemainingJson));
        var (count, used) = (0L, 0);
        while (NextElement(ref input, count))
        {
            if (_reader.TokenType != JsonTokenType.String)
                return WrongElement(ref input, count, "a string");
            var longest = sizeof(uint) + _reader.ValueSpan.Length; // escapes only ever get shorter
            while (data.Length - used < longest)
                data = _memory.Grow(data, used, int.MaxValue);
            if (!TryCopyText(data.Span[(used + sizeof(uint))..], out var length))
                return WrongElement(ref input, count, "UTF-8 text");
            BinaryPrimitives.WriteUInt32LittleEndian(data.Span[used..], (uint)length);
            used += sizeof(uint) + length;
            count++;
        }
        return CompleteData(ref input, count, data[..used]);
    }

    private readonly bool TryCopyText(Span<byte> destination, out int length)
    {
        length = _reader.ValueSpan.Length;
        if (!_reader.ValueIsEscaped)
            return Utf8.IsValid(_reader.ValueSpan) && _reader.ValueSpan.TryCopyTo(destination);
        try
        {
            length = _reader.CopyString(destination);
            return true;
        }
        catch (InvalidOperationException) // half a surrogate pair
        {
            return false;
        }
    }

    /// <summary>To the next value, through any brackets; false after the last, or where there is a fault.</summary>
    private bool NextElement(ref InputParts input, long index)
    {
        if (index == 0)
            (_dataOf, _dataDepth) = (input.Label, _reader.CurrentDepth);
        _element = index;
        while (Next())
            if (_reader.TokenType == JsonTokenType.EndArray)
            {
                if (_reader.CurrentDepth == _dataDepth)
                    break;
            }
            else if (_reader.TokenType != JsonTokenType.StartArray)
            {
                return true;
            }
        return false;
    }

    private bool CompleteData(ref InputParts input, long count, ReadOnlyMemory<byte> data)
    {
        _dataOf = null;
        if (_fault is not null)
            return false;
        if (count != input.Elements)
            return Fail(TensorValidator.WrongCount(input.Label, input.Shape, input.Elements, count));
        input.Data = data;
        return true;
    }

    /// <summary>
    /// Room for what the shape promises; none where the JSON that is left can't hold as many values (with its comma each takes two
    /// bytes): then they are only counted, for the message.
    /// </summary>
    private Memory<byte> AllocateElements(ref InputParts input) =>
        input.Elements <= Math.Min((RemainingJson / 2) + 1, _options.MaxJsonTokens)
            ? _memory.Allocate((int)(input.Elements * input.Type.ElementBytes()))
            : default;

    private readonly long RemainingJson => _jsonBytes - _reader.BytesConsumed;

    private bool WrongElement(ref InputParts input, long index, string expected) =>
        Fail($"input '{input.Label}' element {index}: expected {expected} for {input.Type.ToProtocolName()}, got {Token()}");
}
