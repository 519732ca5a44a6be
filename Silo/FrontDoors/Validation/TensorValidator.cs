using System.Buffers.Binary;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Validation;

/// <summary>Whether the bytes of an input are what its own shape and datatype say, whatever the model.</summary>
internal static class TensorValidator
{
    /// <summary>Refuses negative dimensions and products beyond 63 bits.</summary>
    public static InferenceFault? CountElements(string name, ReadOnlySpan<long> shape, out long elements)
    {
        elements = 0;
        for (var i = 0; i < shape.Length; i++)
            if (shape[i] < 0)
                return Faults.Invalid(
                    $"input '{name}': dimension {i} of shape {TensorShape.Format(shape)} is {shape[i]}, expected 0 or more");
        return TensorShape.TryCount(shape, out elements)
            ? null
            : Faults.Invalid($"input '{name}': shape {TensorShape.Format(shape)} holds more than {long.MaxValue} elements");
    }

    /// <summary>Checks raw data: its length, the framing of BYTES elements, the values of BOOL elements.</summary>
    public static InferenceFault? CheckRaw(
        string name, TensorDataType type, ReadOnlySpan<long> shape, long elements, ReadOnlySpan<byte> data)
    {
        if (type == TensorDataType.Bytes)
            return CheckFraming(name, shape, elements, data);
        if ((Int128)elements * type.ElementBytes() != data.Length)
            return Faults.Invalid(
                $"input '{name}': shape {TensorShape.Format(shape)} of {type.ToProtocolName()} takes " +
                $"{(Int128)elements * type.ElementBytes()} bytes, got {data.Length}");
        var odd = type == TensorDataType.Bool ? data.IndexOfAnyExceptInRange((byte)0, (byte)1) : -1;
        return odd < 0 ? null : Faults.Invalid($"input '{name}' element {odd}: expected a BOOL as byte 0 or 1, got {data[odd]}");
    }

    private static InferenceFault? CheckFraming(string name, ReadOnlySpan<long> shape, long elements, ReadOnlySpan<byte> data)
    {
        long count = 0;
        for (var rest = data; !rest.IsEmpty; count++)
        {
            if (rest.Length < sizeof(uint))
                return Faults.Invalid(
                    $"input '{name}' element {count}: expected a 4-byte length before a BYTES element, got {rest.Length} bytes");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            rest = rest[sizeof(uint)..];
            if (length > rest.Length)
                return Faults.Invalid($"input '{name}' element {count}: its length says {length} bytes, {rest.Length} are left");
            rest = rest[(int)length..];
        }
        return count == elements ? null : WrongCount(name, shape, elements, count);
    }

    public static InferenceFault WrongCount(string name, ReadOnlySpan<long> shape, long expected, long count) =>
        Faults.Invalid($"input '{name}': shape {TensorShape.Format(shape)} holds {expected} elements, the data has {count}");
}
