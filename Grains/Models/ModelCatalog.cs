using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OrleansInference.Models;

/// <summary>
/// What this silo serves and could serve. Changes while the silo runs: <see cref="Control.SiloControl"/> publishes each moment whole, so a
/// reader never sees half of a change and never waits.
/// </summary>
public sealed class ModelCatalog
{
    private volatile Moment _now = new([], []);

    /// <summary>Every version in service and every other one that the repository has; ordered by name, then version.</summary>
    public ImmutableArray<CatalogEntry> Entries => _now.Entries;

    /// <summary>The versions of one model, in ascending order; empty where there is no such model.</summary>
    public ImmutableArray<CatalogEntry> VersionsOf(string model) => _now.ByModel.GetValueOrDefault(model, []);

    /// <summary>What a pool of this revision serves; known for as long as there may be one.</summary>
    public bool TryGetSpec(ModelVersion model, long revision, [NotNullWhen(true)] out ModelSpec? spec) =>
        (spec = _now.Pools.GetValueOrDefault((model, revision)).Spec) is not null;

    /// <summary>How many replicas a pool of this revision is to keep; null where there is to be none.</summary>
    public int? ReplicasOf(ModelVersion model, long revision) =>
        _now.Pools.TryGetValue((model, revision), out var pool) ? pool.Replicas : null;

    /// <summary>How many replicas this silo is to keep of a version; null where it has no pool of it.</summary>
    public int? ReplicasOf(ModelVersion model)
    {
        var (newest, replicas) = (0L, default(int?));
        foreach (var (key, pool) in _now.Pools)
            if (key.Model == model && key.Revision > newest) (newest, replicas) = (key.Revision, pool.Replicas);
        return replicas;
    }

    /// <param name="entries">Ordered by name, then version.</param>
    /// <param name="pools">By version and revision.</param>
    internal void Publish(ImmutableArray<CatalogEntry> entries, Dictionary<(ModelVersion Model, long Revision), PoolPlan> pools) =>
        _now = new Moment(entries, pools);

    private sealed class Moment(ImmutableArray<CatalogEntry> entries, Dictionary<(ModelVersion Model, long Revision), PoolPlan> pools)
    {
        public ImmutableArray<CatalogEntry> Entries { get; } = entries;

        public Dictionary<string, ImmutableArray<CatalogEntry>> ByModel { get; } =
            entries.GroupBy(entry => entry.Id.Model).ToDictionary(model => model.Key, model => model.ToImmutableArray());

        public Dictionary<(ModelVersion Model, long Revision), PoolPlan> Pools { get; } = pools;
    }
}
