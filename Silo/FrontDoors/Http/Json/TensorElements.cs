using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Http.Json;

/// <summary>
/// Tensor data as JSON values, flat. JSON has no number for NaN and the infinities: they go out as the strings <c>"NaN"</c>,
/// <c>"Infinity"</c> and <c>"-Infinity"</c>, which numpy and .NET read back.
/// </summary>
internal static class TensorElements
{
    /// <summary>Refuses what JSON can't carry.</summary>
    public static InferenceFault? Check(InferenceTensor output)
    {
        const string Advice = "ask for it as binary data (parameter binary_data: true)";
        if (output.DataType is TensorDataType.Fp16 or TensorDataType.Bf16)
            return Faults.Invalid($"output '{output.Name}' is {output.DataType.ToProtocolName()}, which has no form in JSON; {Advice}");
        if (output.DataType != TensorDataType.Bytes)
            return null;
        var index = 0;
        for (var rest = output.Data.Span; !rest.IsEmpty; index++)
            if (!Utf8.IsValid(NextString(ref rest)))
                return Faults.Invalid($"output '{output.Name}' element {index} is not UTF-8, which JSON needs; {Advice}");
        return null;
    }

    /// <summary>Writes at most <paramref name="most"/> elements and answers what is left.</summary>
    public static ReadOnlyMemory<byte> Write(Utf8JsonWriter json, TensorDataType type, ReadOnlyMemory<byte> data, int most)
    {
        var bytes = type.ElementBytes() == 0 ? 0 : (int)Math.Min(data.Length, (long)most * type.ElementBytes());
        var span = data.Span[..bytes];
        switch (type)
        {
            case TensorDataType.Bool: WriteBooleans(json, span); break;
            case TensorDataType.UInt8: WriteIntegers<byte>(json, span); break;
            case TensorDataType.UInt16: WriteIntegers<ushort>(json, span); break;
            case TensorDataType.UInt32: WriteIntegers<uint>(json, span); break;
            case TensorDataType.Int8: WriteIntegers<sbyte>(json, span); break;
            case TensorDataType.Int16: WriteIntegers<short>(json, span); break;
            case TensorDataType.Int32: WriteIntegers<int>(json, span); break;
            case TensorDataType.Int64: WriteIntegers<long>(json, span); break;
            case TensorDataType.UInt64:
                foreach (var value in MemoryMarshal.Cast<byte, ulong>(span))
                    json.WriteNumberValue(value);
                break;
            case TensorDataType.Fp32:
                foreach (var value in MemoryMarshal.Cast<byte, float>(span))
                    if (float.IsFinite(value) && (value != 0 || float.IsPositive(value)))
                        json.WriteNumberValue(value);
                    else
                        WriteSpecial(json, value);
                break;
            case TensorDataType.Fp64:
                foreach (var value in MemoryMarshal.Cast<byte, double>(span))
                    if (double.IsFinite(value) && (value != 0 || double.IsPositive(value)))
                        json.WriteNumberValue(value);
                    else
                        WriteSpecial(json, value);
                break;
            case TensorDataType.Bytes:
                return data[WriteStrings(json, data.Span, most)..];
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "has no form in JSON");
        }
        return data[bytes..];
    }

    private static void WriteBooleans(Utf8JsonWriter json, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
            json.WriteBooleanValue(value != 0);
    }

    private static void WriteIntegers<T>(Utf8JsonWriter json, ReadOnlySpan<byte> data)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var value in MemoryMarshal.Cast<byte, T>(data))
            json.WriteNumberValue(long.CreateTruncating(value));
    }

    private static int WriteStrings(Utf8JsonWriter json, ReadOnlySpan<byte> data, int most)
    {
        var rest = data;
        for (var i = 0; i < most && !rest.IsEmpty; i++)
            json.WriteStringValue(NextString(ref rest));
        return data.Length - rest.Length;
    }

    private static ReadOnlySpan<byte> NextString(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var text = rest.Slice(sizeof(uint), length);
        rest = rest[(sizeof(uint) + length)..];
        return text;
    }

    /// <summary>NaN, an infinity, or the negative zero: the writer's <c>-0</c> is an integer to Python, and loses its sign.</summary>
    private static void WriteSpecial(Utf8JsonWriter json, double value)
    {
        if (value == 0)
            json.WriteRawValue("-0.0"u8, skipInputValidation: true);
        else
            json.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
    }
}
