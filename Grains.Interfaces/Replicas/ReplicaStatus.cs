using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>What became of loading a replica: a signature, or a fault with the reason.</summary>
[GenerateSerializer, Immutable, Alias("oi.ReplicaStatus")]
public sealed record ReplicaStatus
{
    [Id(0)] public ModelSignature? Signature { get; init; }
    [Id(1)] public InferenceFault? Fault { get; init; }

    /// <summary>Such as <c>cpu</c> or <c>cuda:1</c>.</summary>
    [Id(2)] public string Device { get; init; } = "";

    /// <summary>From the call to a warm replica.</summary>
    [Id(3)] public TimeSpan LoadTime { get; init; }

    /// <summary>What each warm-up request took in the end.</summary>
    [Id(4)] public ImmutableArray<TimeSpan> WarmUp { get; init; } = [];
}
