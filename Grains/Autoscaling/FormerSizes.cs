using OrleansInference.Autoscaling.Saved;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>
/// Replicas that were wanted of versions that the autoscaler does not scale yet, or any more: silos that start tell their models one after the other, and those that stop
/// take theirs away. Kept for an hour, so that neither a slow start nor a slow stop of the cluster loses what it was.
/// </summary>
internal sealed class FormerSizes
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly SortedDictionary<ModelVersion, (int Replicas, bool IsStored, DateTimeOffset Until)> _sizes = new(ModelVersionOrder.Instance);

    /// <summary>Ordered by name, then version.</summary>
    public IEnumerable<SavedSize> All => _sizes.Select(size => new SavedSize { Model = size.Key.ToString(), Replicas = size.Value.Replicas });

    /// <summary>From the life of the cluster before; 0 where nothing is known.</summary>
    public int Of(ModelVersion model) => _sizes.TryGetValue(model, out var size) && size.IsStored ? size.Replicas : 0;

    /// <summary>It was scaled to none when the cluster stopped.</summary>
    public bool WasNone(ModelVersion model) => _sizes.TryGetValue(model, out var size) && size is { IsStored: true, Replicas: 0 };

    /// <summary>Takes what was stored.</summary>
    public void Learn(ModelVersion model, int replicas, DateTimeOffset now) => _sizes.TryAdd(model, (replicas, true, now + Memory));

    /// <summary>The autoscaler scales it no longer.</summary>
    public void Left(ModelVersion model, int replicas, DateTimeOffset now) => _sizes[model] = (replicas, false, now + Memory);

    /// <summary>The autoscaler scales it from now on.</summary>
    public void Taken(ModelVersion model) => _sizes.Remove(model);

    public void Forget(DateTimeOffset now)
    {
        foreach (var (model, size) in _sizes.ToList())
            if (size.Until <= now) _sizes.Remove(model);
    }
}
