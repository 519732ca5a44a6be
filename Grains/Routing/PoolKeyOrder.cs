using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>The order of a model's pools in snapshots and deltas: by version, then silo, then revision. The same in every process.</summary>
internal sealed class PoolKeyOrder : IComparer<PoolKey>
{
    public static readonly PoolKeyOrder Instance = new();

    public int Compare(PoolKey x, PoolKey y)
    {
        var byVersion = x.Model.Version.CompareTo(y.Model.Version);
        if (byVersion != 0) return byVersion;
        var bySilo = x.Silo.CompareTo(y.Silo);
        return bySilo != 0 ? bySilo : x.Revision.CompareTo(y.Revision);
    }
}
