using OrleansInference.Inference;

namespace OrleansInference.Replicas;

/// <summary>A request in a pool, from its admission to its one outcome.</summary>
internal sealed class PendingRequest(InferenceRequest request, int items, DateTimeOffset enqueuedAt, long sequence)
{
    // Completed on the pool's scheduler only, so continuations may run in place.
    private readonly TaskCompletionSource<InferenceOutcome> _outcome = new();

    public InferenceRequest Request { get; } = request;

    /// <summary>Length of the batch dimension that it brings; 1 for a model that does not batch.</summary>
    public int Items { get; } = items;

    public DateTimeOffset EnqueuedAt { get; } = enqueuedAt;

    public DateTimeOffset Deadline { get; } =
        request.TimeLeft is { } left && left < DateTimeOffset.MaxValue - enqueuedAt ? enqueuedAt + left : DateTimeOffset.MaxValue;

    /// <summary>Order of arrival.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Null for a request that runs alone.</summary>
    public BatchKey? BatchKey { get; init; }

    public Task<InferenceOutcome> Outcome => _outcome.Task;

    /// <summary>True for the one call that settles it.</summary>
    public bool TrySettle(InferenceOutcome outcome) => _outcome.TrySetResult(outcome);
}
