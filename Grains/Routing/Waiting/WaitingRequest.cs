using OrleansInference.Inference;
using OrleansInference.Replicas;

namespace OrleansInference.Routing.Waiting;

/// <summary>A request that waits in its dispatcher for a pool that has room.</summary>
internal sealed class WaitingRequest(InferenceRequest request, int items, DateTimeOffset now, long sequence) : PendingRequest(request, items, now, sequence)
{
    /// <summary>What it is settled with once it has a place; nobody else sees it.</summary>
    public static readonly InferenceOutcome Placed = InferenceOutcome.Of(FaultKind.Unavailable, "The request has a place.");

    /// <summary>Pools that have failed it.</summary>
    public required PoolRoute[] Tried { get; init; }

    /// <summary>Its place, once it has one.</summary>
    public PoolLease? Lease { get; set; }
}
