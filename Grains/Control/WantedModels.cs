using System.Collections.Immutable;

namespace OrleansInference.Control;

/// <summary>What was last asked for of each model. Of two records of a model the later one counts, wherever it was heard.</summary>
internal sealed class WantedModels
{
    private readonly SortedDictionary<string, WantedModel> _models = new(StringComparer.Ordinal);

    /// <summary>Ordered by name.</summary>
    public ImmutableArray<WantedModel> All => [.. _models.Values];

    /// <summary>Null where nothing was asked for.</summary>
    public WantedModel? Of(string model) => _models.GetValueOrDefault(model);

    /// <summary>Notes what a caller asks for now, also where its clock is behind the one that stamped the record before.</summary>
    public void Note(WantedModel asked)
    {
        var last = _models.GetValueOrDefault(asked.Model)?.Stamp ?? 0;
        _models[asked.Model] = asked.Stamp > last ? asked : asked with { Stamp = last + 1 };
    }

    /// <summary>Takes over what others have heard later, and returns it.</summary>
    public ImmutableArray<WantedModel> Merge(ImmutableArray<WantedModel> others)
    {
        var news = ImmutableArray.CreateBuilder<WantedModel>();
        foreach (var other in others)
        {
            if (_models.TryGetValue(other.Model, out var known) && known.Stamp >= other.Stamp) continue;
            _models[other.Model] = other;
            news.Add(other);
        }
        return news.ToImmutable();
    }

    /// <summary>Forgets a model that does not exist.</summary>
    public void Forget(string model) => _models.Remove(model);
}
