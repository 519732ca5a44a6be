using OrleansInference.Models;

namespace OrleansInference.Protocol.Inference;

/// <summary>The elements of one field of InferTensorContents, as they lie in a tensor of that type.</summary>
/// <param name="ElementType">
/// The field's own type: Bool, Int32, Int64, UInt32, UInt64, Fp32, Fp64 or Bytes. INT8 and INT16 travel as Int32, UINT8 and UINT16 as
/// UInt32.
/// </param>
/// <param name="Elements">Little endian; a BOOL is a byte of 0 or 1; BYTES elements stand each behind a 4-byte length.</param>
public readonly record struct TensorContents(TensorDataType ElementType, ReadOnlyMemory<byte> Elements);
