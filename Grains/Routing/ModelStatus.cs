using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>A model version as its callers see it.</summary>
public sealed record ModelStatus
{
    public required ModelVersion Id { get; init; }

    /// <summary>The best state of any of its pools; <see cref="PoolState.Loading"/> where no pool has reported yet.</summary>
    public required PoolState State { get; init; }

    /// <summary>Known once any replica has loaded, or from the configuration.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>Why it is <see cref="PoolState.Failed"/>.</summary>
    public string? Reason { get; init; }

    public int ReadyReplicas { get; init; }
    public TimeSpan LoadTime { get; init; }
    public string Devices { get; init; } = "";

    public bool IsReady => State == PoolState.Ready;
}
