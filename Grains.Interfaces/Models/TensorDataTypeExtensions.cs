namespace OrleansInference.Models;

/// <summary>Names and sizes of <see cref="TensorDataType"/> as the Open Inference Protocol writes them.</summary>
public static class TensorDataTypeExtensions
{
    private static readonly string[] Names =
        ["", "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64", "BF16", "BYTES"];

    /// <summary>The protocol's name, such as <c>FP32</c>; empty for <see cref="TensorDataType.Unknown"/>, and the number of one that a later release knows.</summary>
    public static string ToProtocolName(this TensorDataType type) => (uint)type < (uint)Names.Length ? Names[(int)type] : $"{(int)type}";

    /// <summary>Reads the protocol's name; case matters, as in the protocol.</summary>
    public static bool TryParseProtocolName(string name, out TensorDataType type)
    {
        var index = Array.IndexOf(Names, name);
        type = index > 0 ? (TensorDataType)index : TensorDataType.Unknown;
        return index > 0;
    }

    /// <summary>Bytes of one element; 0 for <see cref="TensorDataType.Bytes"/> (variable) and <see cref="TensorDataType.Unknown"/>.</summary>
    public static int ElementBytes(this TensorDataType type) => type switch
    {
        TensorDataType.Bool or TensorDataType.UInt8 or TensorDataType.Int8 => 1,
        TensorDataType.UInt16 or TensorDataType.Int16 or TensorDataType.Fp16 or TensorDataType.Bf16 => 2,
        TensorDataType.UInt32 or TensorDataType.Int32 or TensorDataType.Fp32 => 4,
        TensorDataType.UInt64 or TensorDataType.Int64 or TensorDataType.Fp64 => 8,
        _ => 0,
    };
}
