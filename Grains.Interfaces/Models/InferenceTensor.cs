using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>
/// One named tensor: dense, row-major, little endian. <see cref="Data"/> is a view; whoever owns the memory behind it
/// keeps it alive until the request's outcome is there (inputs) or the response is written (outputs).
/// </summary>
[GenerateSerializer, Immutable, Alias("oi.InferenceTensor")]
public sealed record InferenceTensor
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public required TensorDataType DataType { get; init; }

    /// <summary>Every dimension at least 0.</summary>
    [Id(2)] public required ImmutableArray<long> Shape { get; init; }

    /// <summary>Elements × element size bytes; for <see cref="TensorDataType.Bytes"/> the length-prefixed elements.</summary>
    [Id(3)] public required ReadOnlyMemory<byte> Data { get; init; }
}
