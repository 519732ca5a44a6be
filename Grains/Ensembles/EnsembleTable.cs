using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Ensembles;

/// <summary>The ensembles that a silo has in service. Its control changes it, its dispatcher reads it without a lock; thread-safe.</summary>
public sealed class EnsembleTable
{
    private readonly Lock _changing = new();
    private volatile Dictionary<string, ImmutableArray<Ensemble>> _byModel = [];

    /// <summary>Ordered by name, then version; the newest loading of each.</summary>
    internal IEnumerable<Ensemble> All =>
        _byModel.OrderBy(model => model.Key, StringComparer.Ordinal)
            .SelectMany(model => model.Value.GroupBy(ensemble => ensemble.Pool.Model.Version).Select(version => version.Last()));

    /// <summary>Null for a model that is no ensemble, or not in service.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="version">Null for the latest.</param>
    internal Ensemble? Find(string model, long? version)
    {
        var all = _byModel;
        if (all.Count == 0 || !all.TryGetValue(model, out var ensembles)) return null;
        for (var i = ensembles.Length - 1; i >= 0; i--)
            if (version is null || ensembles[i].Pool.Model.Version == version) return ensembles[i];
        return null;
    }

    internal void Add(PoolKey pool, ModelSpec spec)
    {
        var added = new Ensemble(pool, spec);
        lock (_changing)
            Set(pool.Model.Model, [.. Of(pool).Add(added).OrderBy(ensemble => (ensemble.Pool.Model.Version, ensemble.Pool.Revision))]);
    }

    /// <summary>Takes it out of service, and ends when its requests have. At once where it is no ensemble.</summary>
    internal Task Remove(PoolKey pool)
    {
        lock (_changing)
        {
            var ensembles = Of(pool);
            if (ensembles.FirstOrDefault(ensemble => ensemble.Pool == pool) is not { } removed) return Task.CompletedTask;
            Set(pool.Model.Model, ensembles.Remove(removed));
            return removed.Drain();
        }
    }

    private ImmutableArray<Ensemble> Of(PoolKey pool) => _byModel.GetValueOrDefault(pool.Model.Model, []);

    private void Set(string model, ImmutableArray<Ensemble> ensembles)
    {
        var changed = new Dictionary<string, ImmutableArray<Ensemble>>(_byModel) { [model] = ensembles };
        if (ensembles.IsEmpty) changed.Remove(model);
        _byModel = changed;
    }
}
