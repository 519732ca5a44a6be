using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Triton's names of the element types, in the order of their numbers.</summary>
internal static class TensorTypes
{
    public static readonly Choices<TensorDataType> All = new(
        ("TYPE_INVALID", null),
        ("TYPE_BOOL", TensorDataType.Bool),
        ("TYPE_UINT8", TensorDataType.UInt8),
        ("TYPE_UINT16", TensorDataType.UInt16),
        ("TYPE_UINT32", TensorDataType.UInt32),
        ("TYPE_UINT64", TensorDataType.UInt64),
        ("TYPE_INT8", TensorDataType.Int8),
        ("TYPE_INT16", TensorDataType.Int16),
        ("TYPE_INT32", TensorDataType.Int32),
        ("TYPE_INT64", TensorDataType.Int64),
        ("TYPE_FP16", TensorDataType.Fp16),
        ("TYPE_FP32", TensorDataType.Fp32),
        ("TYPE_FP64", TensorDataType.Fp64),
        ("TYPE_STRING", TensorDataType.Bytes),
        ("TYPE_BF16", TensorDataType.Bf16));

    /// <summary>Reads <c>data_type</c>; <see cref="TensorDataType.Unknown"/> where it's missing or wrong, which is then reported.</summary>
    public static TensorDataType Read(MessageReader reader)
    {
        if (!reader.Has("data_type")) reader.Missing("data_type", $"allowed: {All.Allowed}");
        return reader.Choice("data_type", All, TensorDataType.Unknown);
    }
}
