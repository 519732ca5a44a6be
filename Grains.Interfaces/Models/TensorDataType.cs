namespace OrleansInference.Models;

/// <summary>
/// The element types of the Open Inference Protocol. <see cref="Unknown"/> stands for a type that a program without a
/// configuration does not declare; no tensor that travels has it.
/// </summary>
[GenerateSerializer, Alias("oi.TensorDataType")]
public enum TensorDataType
{
    Unknown = 0,
    Bool = 1,
    UInt8 = 2,
    UInt16 = 3,
    UInt32 = 4,
    UInt64 = 5,
    Int8 = 6,
    Int16 = 7,
    Int32 = 8,
    Int64 = 9,
    Fp16 = 10,
    Fp32 = 11,
    Fp64 = 12,
    Bf16 = 13,

    /// <summary>Variable length: each element is a 4-byte little-endian length and that many bytes.</summary>
    Bytes = 14,
}
