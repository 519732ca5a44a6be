using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using OrleansInference.Models;

namespace OrleansInference.Client.Wire;

/// <summary>Reads tensor data that stands in the JSON, flat or nested, into its bytes.</summary>
internal static class JsonTensorReader
{
    public static ReadOnlyMemory<byte> Read(string name, TensorDataType type, JsonElement.ArrayEnumerator data)
    {
        var stream = new MemoryStream();
        try
        {
            Append(stream, type, data);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw ProtocolJson.Violation($"the data of output '{name}' is not {type.ToProtocolName()}: {exception.Message}");
        }

        return stream.ToArray();
    }

    private static void Append(MemoryStream stream, TensorDataType type, JsonElement.ArrayEnumerator elements)
    {
        foreach (var element in elements)
        {
            if (element.ValueKind == JsonValueKind.Array)
                Append(stream, type, element.EnumerateArray());
            else
                Append(stream, type, element);
        }
    }

    private static void Append(MemoryStream stream, TensorDataType type, JsonElement element)
    {
        switch (type)
        {
            case TensorDataType.Bool: Append(stream, element.GetBoolean()); break;
            case TensorDataType.UInt8: Append(stream, element.GetByte()); break;
            case TensorDataType.UInt16: Append(stream, element.GetUInt16()); break;
            case TensorDataType.UInt32: Append(stream, element.GetUInt32()); break;
            case TensorDataType.UInt64: Append(stream, element.GetUInt64()); break;
            case TensorDataType.Int8: Append(stream, element.GetSByte()); break;
            case TensorDataType.Int16: Append(stream, element.GetInt16()); break;
            case TensorDataType.Int32: Append(stream, element.GetInt32()); break;
            case TensorDataType.Int64: Append(stream, element.GetInt64()); break;
            case TensorDataType.Fp32: Append(stream, element.GetSingle()); break;
            case TensorDataType.Fp64: Append(stream, element.GetDouble()); break;
            case TensorDataType.Bytes: AppendText(stream, element.GetString() ?? ""); break;
            default: throw new FormatException("this type travels in binary only.");
        }
    }

    private static void Append<T>(MemoryStream stream, T value)
        where T : unmanaged => stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private static void AppendText(MemoryStream stream, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Span<byte> prefix = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, bytes.Length);
        stream.Write(prefix);
        stream.Write(bytes);
    }
}
