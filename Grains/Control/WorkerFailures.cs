using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Control;

/// <summary>What none of the workers can serve, for a silo that loads nothing itself: a version that one of them may still load is not lost.</summary>
internal sealed class WorkerFailures
{
    private Dictionary<ModelVersion, string> _reasons = [];

    /// <summary>Null where there may be a worker that serves it.</summary>
    public string? ReasonOf(ModelVersion model) => _reasons.GetValueOrDefault(model);

    /// <summary>True where something has changed.</summary>
    /// <param name="workers">What each says that it can't serve.</param>
    public bool Learn(IReadOnlyList<ImmutableArray<UnservedVersion>> workers)
    {
        Dictionary<ModelVersion, string> reasons = [];
        if (workers.Count > 0)
            foreach (var failure in workers[0])
                if (workers.All(worker => worker.Any(other => other.Model == failure.Model))) reasons[failure.Model] = failure.Reason;
        var isNews = reasons.Count != _reasons.Count || reasons.Any(reason => ReasonOf(reason.Key) != reason.Value);
        _reasons = reasons;
        return isNews;
    }
}
