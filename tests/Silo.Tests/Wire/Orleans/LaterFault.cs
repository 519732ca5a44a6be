using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Wire;

/// <summary>What <see cref="InferenceFault"/> may be in a later release.</summary>
[GenerateSerializer, Immutable, Alias("oi.tests.LaterFault")]
internal sealed record LaterFault
{
    [Id(0)] public required int Kind { get; init; }
    [Id(1)] public required string Message { get; init; }
    [Id(2)] public TimeSpan? RetryAfter { get; init; }
    [Id(3)] public ImmutableArray<InferenceTensor> Partial { get; init; } = [];
    [Id(4)] public ImmutableDictionary<string, LaterDetail> Details { get; init; } = ImmutableDictionary<string, LaterDetail>.Empty;
    [Id(5)] public object? Anything { get; init; }
    [Id(6)] public double Share { get; init; }
}
