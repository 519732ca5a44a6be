using System.Numerics;
using System.Runtime.InteropServices;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>Elements in the fields of InferTensorContents, of which a tensor uses the one of its datatype.</summary>
internal static class TypedContents
{
    /// <summary>Checks the field and the number of elements. <paramref name="data"/> is a view, but for types that travel wider than they are.</summary>
    public static InferenceFault? Decode(
        string model, TensorMessage input, TensorDataType type, long elements, InputMemory memory, out ReadOnlyMemory<byte> data)
    {
        data = default;
        if (type is TensorDataType.Fp16 or TensorDataType.Bf16)
            return Faults.Invalid($"input '{input.Name}': {type.ToProtocolName()} has no typed contents; send raw_input_contents");
        if (input.Contents.Length > 1)
            return Faults.Invalid(
                $"unexpected explicit tensor data for input tensor '{input.Name}' for model '{model}', binary data was already supplied.");
        if (input.Contents.IsEmpty)
            return elements == 0 ? null : TensorValidator.WrongCount(input.Name, input.Shape.AsSpan(), elements, 0);
        var (field, values) = input.Contents[0];
        if (field != FieldOf(type))
            return Faults.Invalid(
                $"unexpected explicit tensor data for input tensor '{input.Name}' for model '{model}' of type '{field.ToProtocolName()}', " +
                $"expected datatype '{type.ToProtocolName()}'");
        data = values;
        if (type != TensorDataType.Bytes && values.Length / field.ElementBytes() is var count && count != elements)
            return TensorValidator.WrongCount(input.Name, input.Shape.AsSpan(), elements, count);
        return type switch
        {
            TensorDataType.Int8 => Narrow<int, sbyte>(input, type, memory, ref data),
            TensorDataType.Int16 => Narrow<int, short>(input, type, memory, ref data),
            TensorDataType.UInt8 => Narrow<uint, byte>(input, type, memory, ref data),
            TensorDataType.UInt16 => Narrow<uint, ushort>(input, type, memory, ref data),
            _ => null,
        };
    }

    private static TensorDataType FieldOf(TensorDataType type) => type switch
    {
        TensorDataType.Int8 or TensorDataType.Int16 => TensorDataType.Int32,
        TensorDataType.UInt8 or TensorDataType.UInt16 => TensorDataType.UInt32,
        _ => type,
    };

    private static InferenceFault? Narrow<TWide, TNarrow>(
        TensorMessage input, TensorDataType type, InputMemory memory, ref ReadOnlyMemory<byte> data)
        where TWide : unmanaged, INumber<TWide>
        where TNarrow : unmanaged, INumber<TNarrow>, IMinMaxValue<TNarrow>
    {
        var wide = MemoryMarshal.Cast<byte, TWide>(data.Span);
        var narrowed = memory.Allocate(wide.Length * type.ElementBytes());
        var narrow = MemoryMarshal.Cast<byte, TNarrow>(narrowed.Span);
        for (var i = 0; i < wide.Length; i++)
        {
            narrow[i] = TNarrow.CreateTruncating(wide[i]);
            if (TWide.CreateTruncating(narrow[i]) != wide[i])
                return Faults.Invalid(
                    $"input '{input.Name}' element {i}: expected an integer from {TNarrow.MinValue} to {TNarrow.MaxValue} for " +
                    $"{type.ToProtocolName()}, got {wide[i]}");
        }
        data = narrowed;
        return null;
    }
}
