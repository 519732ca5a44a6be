using OrleansInference.Inference;
using OrleansInference.Work;

namespace OrleansInference.Replicas;

/// <summary>A request in a pool, from its admission to its one outcome.</summary>
internal class PendingRequest(InferenceRequest request, int items, DateTimeOffset now, long sequence)
{
    // Settled on the pool's scheduler, but for a cancellation, which may come from anywhere: continuations find their way back alone.
    private readonly TaskCompletionSource<InferenceOutcome> _outcome = new();

    public InferenceRequest Request { get; } = request;

    /// <summary>Length of the batch dimension that it brings; 1 for a model that does not batch.</summary>
    public int Items { get; } = items;

    public long Bytes { get; } = BytesOf(request);

    /// <summary>What its own forward pass would cost by.</summary>
    public WorkFeatures Work { get; init; } = WorkFeatures.Of(request);

    /// <summary>When it was admitted, by this silo's clock.</summary>
    public DateTimeOffset EnqueuedAt { get; } = now - request.Waited;

    public DateTimeOffset Deadline { get; } =
        request.TimeLeft is { } left && left < DateTimeOffset.MaxValue - now ? now + left : DateTimeOffset.MaxValue;

    /// <summary>When its queue policy ends its waiting.</summary>
    public DateTimeOffset QueuedUntil { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>The level that it came with: 1 is the most important; 0 where the model has none.</summary>
    public int Priority { get; init; }

    /// <summary>Whether its queue policy has put it behind the others of its level.</summary>
    public bool IsDelayed { get; set; }

    /// <summary>Lower goes first. Falls while it waits (<see cref="BatchQueue.AgingPeriod"/>).</summary>
    public int Level { get; set; }

    /// <summary>When it came to its level.</summary>
    public DateTimeOffset AtLevelSince { get; set; } = now - request.Waited;

    /// <summary>Order of arrival.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Null for a request that runs alone.</summary>
    public BatchKey? BatchKey { get; init; }

    /// <summary>Of the dimension that may be padded; 1 where there is none.</summary>
    public long Length { get; init; } = 1;

    /// <summary>Whether it can be handed back to its dispatcher.</summary>
    public bool MayGoBack { get; set; }

    /// <summary>Where it waits; null before and afterwards.</summary>
    public BatchGroup? Group { get; set; }

    public CallerShare? Share { get; set; }

    /// <summary>How long the batch took in which it ran; zero before.</summary>
    public TimeSpan BatchTime { get; set; }

    public Task<InferenceOutcome> Outcome => _outcome.Task;

    /// <summary>True for the one call that settles it. Any thread.</summary>
    public bool TrySettle(InferenceOutcome outcome) => _outcome.TrySetResult(outcome);

    private static long BytesOf(InferenceRequest request)
    {
        var bytes = 0L;
        foreach (var input in request.Inputs) bytes += input.Data.Length;
        return bytes;
    }
}
