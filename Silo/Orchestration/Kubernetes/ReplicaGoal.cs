using System.Collections.Immutable;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>What to set now, on the way to what is wanted.</summary>
/// <param name="Replicas">Of the workload.</param>
/// <param name="Reason">Why it is not what is wanted; null where it is.</param>
internal sealed record ReplicaGoal(int Replicas, string? Reason = null)
{
    /// <summary>Pods to go, the first one first, to be marked before the number is lowered.</summary>
    public ImmutableArray<Pod> Going { get; init; } = [];
}
