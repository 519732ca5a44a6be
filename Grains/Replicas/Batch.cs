using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Work;

namespace OrleansInference.Replicas;

/// <summary>Requests that run together.</summary>
/// <param name="Requests">In the order of their inputs' rows.</param>
/// <param name="Work">What the forward pass costs by, padding included.</param>
/// <param name="FormedAt">When it was formed.</param>
internal sealed record Batch(List<PendingRequest> Requests, WorkFeatures Work, DateTimeOffset FormedAt)
{
    public int Items
    {
        get
        {
            var items = 0;
            foreach (var pending in Requests) items += pending.Items;
            return items;
        }
    }

    /// <summary>Elements that the requests brought.</summary>
    public double OwnElements
    {
        get
        {
            var elements = 0.0;
            foreach (var pending in Requests) elements += pending.Work.Elements;
            return elements;
        }
    }

    /// <summary>What the replica gets.</summary>
    public ImmutableArray<InferenceRequest> Messages
    {
        get
        {
            var messages = ImmutableArray.CreateBuilder<InferenceRequest>(Requests.Count);
            foreach (var pending in Requests) messages.Add(pending.Request);
            return messages.MoveToImmutable();
        }
    }
}
