using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>What a pool checks before it queues a request. Doors check the whole signature; this is what batching itself relies on.</summary>
internal sealed class PoolAdmission(ModelSpec spec, TimeProvider time)
{
    // Task.WaitAsync takes at most 2^32 - 2 ms; a deadline weeks away is none.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private long _arrivals;

    public static TimeSpan WaitBound(InferenceRequest request) =>
        request.TimeLeft is { } left && left < LongestWait ? left : Timeout.InfiniteTimeSpan;

    public static InferenceFault? Refusal(InferenceRequest request, ModelSignature signature)
    {
        if (request.TimeLeft <= TimeSpan.Zero)
            return InferenceFault.Of(FaultKind.DeadlineExceeded, $"Request for model '{request.Model}' came to the pool after its deadline.");
        if (signature.MaxBatchSize == 0) return null;

        var items = Items(request);
        foreach (var input in request.Inputs)
            if (input.Shape.Length == 0 || input.Shape[0] != items)
                return InferenceFault.Of(FaultKind.InvalidInput,
                    $"Input '{input.Name}' of model '{request.Model}' has shape [{string.Join(',', input.Shape)}]; the model batches, so every input needs the same first dimension.");
        return items < 1 || items > signature.MaxBatchSize
            ? InferenceFault.Of(FaultKind.InvalidInput, $"A request for model '{request.Model}' brings 1 to {signature.MaxBatchSize} items; this one brings {items}.")
            : null;
    }

    /// <summary>For a request that <see cref="Refusal"/> lets pass.</summary>
    public PendingRequest Admit(InferenceRequest request, ModelSignature signature)
    {
        var batches = signature.MaxBatchSize > 0;
        return new PendingRequest(request, batches ? (int)Items(request) : 1, time.GetUtcNow(), _arrivals++)
        {
            BatchKey = batches && spec.Batching.MaxBatchSize > 1 ? new BatchKey(request) : null,
        };
    }

    private static long Items(InferenceRequest request) =>
        request.Inputs.Length > 0 && request.Inputs[0].Shape.Length > 0 ? request.Inputs[0].Shape[0] : 0;
}
