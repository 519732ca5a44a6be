using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Cli.Npy;

/// <summary>The array of a NumPy file as the protocol has tensors: C order, little endian.</summary>
/// <param name="DataType">Never <see cref="TensorDataType.Bf16"/>, for which NumPy has no type.</param>
/// <param name="Shape">Empty for a single value.</param>
/// <param name="Data">Its elements; of texts, each after its length.</param>
internal sealed record NpyArray(TensorDataType DataType, ImmutableArray<long> Shape, ReadOnlyMemory<byte> Data);
