using System.Text.Json;
using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Output;

/// <summary>Writes a tensor's elements as a flat JSON array.</summary>
internal static class TensorJson
{
    public static void WriteElements(Utf8JsonWriter json, InferenceTensor tensor)
    {
        json.WriteStartArray();
        switch (tensor.DataType)
        {
            case TensorDataType.Bool: Write<bool>(json, tensor, static (json, value) => json.WriteBooleanValue(value)); break;
            case TensorDataType.UInt8: Write<byte>(json, tensor, static (json, value) => json.WriteNumberValue(value)); break;
            case TensorDataType.UInt16: Write<ushort>(json, tensor, static (json, value) => json.WriteNumberValue(value)); break;
            case TensorDataType.UInt32: Write<uint>(json, tensor, static (json, value) => json.WriteNumberValue(value)); break;
            case TensorDataType.UInt64: Write<ulong>(json, tensor, static (json, value) => json.WriteNumberValue(value)); break;
            case TensorDataType.Int8: Write<sbyte>(json, tensor, static (json, value) => json.WriteNumberValue(value)); break;
            case TensorDataType.Int16: Write<short>(json, tensor, static (json, value) => json.WriteNumberValue(value)); break;
            case TensorDataType.Int32: Write<int>(json, tensor, static (json, value) => json.WriteNumberValue(value)); break;
            case TensorDataType.Int64: Write<long>(json, tensor, static (json, value) => json.WriteNumberValue(value)); break;
            case TensorDataType.Fp16: Write<Half>(json, tensor, static (json, value) => WriteNumber(json, (float)value)); break;
            case TensorDataType.Fp32: Write<float>(json, tensor, WriteNumber); break;
            case TensorDataType.Fp64: Write<double>(json, tensor, WriteNumber); break;
            case TensorDataType.Bf16: WriteBrainFloats(json, tensor); break;
            case TensorDataType.Bytes: WriteTexts(json, tensor); break;
            default: throw new CommandException($"Output '{tensor.Name}' has no type that can be printed.");
        }

        json.WriteEndArray();
    }

    private static void Write<T>(Utf8JsonWriter json, InferenceTensor tensor, Action<Utf8JsonWriter, T> write)
        where T : unmanaged
    {
        foreach (var value in tensor.Elements<T>())
            write(json, value);
    }

    // JSON has no NaN and no infinity: they are written as texts, as most readers take them.
    private static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(value.ToString());
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(value.ToString());
    }

    // The upper half of an FP32.
    private static void WriteBrainFloats(Utf8JsonWriter json, InferenceTensor tensor)
    {
        for (var rest = tensor.Data.Span; rest.Length >= 2; rest = rest[2..])
            WriteNumber(json, BitConverter.UInt32BitsToSingle((uint)(rest[0] | (rest[1] << 8)) << 16));
    }

    private static void WriteTexts(Utf8JsonWriter json, InferenceTensor tensor)
    {
        foreach (var text in tensor.Texts())
            json.WriteStringValue(text);
    }
}
