using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>What operators have set. Of two records of a model the later one counts, wherever it was heard; so silos can keep them for an autoscaler that comes back elsewhere.</summary>
internal sealed class ScalingOverrides
{
    private readonly SortedDictionary<string, ScalingOverride> _latest = new(StringComparer.Ordinal);

    /// <summary>Also those that set nothing any more: they outdate earlier ones that another silo still has.</summary>
    public ImmutableArray<ScalingOverride> All => [.. _latest.Values];

    public bool IsPaused => Of(null) is { IsPaused: true };

    /// <summary>Null where nothing was set.</summary>
    public ScalingOverride? Of(ModelVersion? model) => _latest.GetValueOrDefault(KeyOf(model));

    /// <summary>Notes what an operator sets now, also where the clock is behind the one that stamped the record before.</summary>
    public void Note(ScalingOverride change)
    {
        var last = Of(change.Model)?.Stamp ?? 0;
        _latest[KeyOf(change.Model)] = change.Stamp > last ? change : change with { Stamp = last + 1 };
    }

    /// <summary>Takes over what others have heard later.</summary>
    public void Merge(ImmutableArray<ScalingOverride> others)
    {
        foreach (var other in others)
            if (Of(other.Model) is not { } known || known.Stamp < other.Stamp) _latest[KeyOf(other.Model)] = other;
    }

    private static string KeyOf(ModelVersion? model) => model?.ToString() ?? "";
}
