using System.Collections.Immutable;
using OrleansInference.Autoscaling.Placement;
using OrleansInference.Models;
using OrleansInference.Placement;
using OrleansInference.Replicas;

namespace OrleansInference.Autoscaling;

/// <summary>What the autoscaler knows of the silos: what they say they have and keep, and what their pools say.</summary>
internal sealed class SiloTable
{
    /// <summary>A silo reports every two seconds; one that says nothing for so long is not counted on.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly SortedDictionary<SiloAddress, (SiloReport Report, DateTimeOffset HeardAt)> _silos = [];
    private readonly SortedDictionary<string, ImmutableArray<PoolReport>> _pools = new(StringComparer.Ordinal);

    public IEnumerable<SiloReport> Reports => _silos.Values.Select(silo => silo.Report);

    public int Count => _silos.Count;

    /// <summary>Those that replicas can be placed on.</summary>
    public int Workers => Reports.Count(IsWorker);

    public bool Knows(SiloAddress silo) => _silos.ContainsKey(silo);

    public void Hear(SiloReport report, DateTimeOffset now) => _silos[report.Silo] = (report, now);

    public void Hear(string model, ImmutableArray<PoolReport> pools) => _pools[model] = pools;

    /// <summary>Notes what a silo was told, until it says so itself.</summary>
    public void Resized(PoolResize resize)
    {
        if (!_silos.TryGetValue(resize.Silo, out var silo)) return;
        var pools = silo.Report.Pools.Select(pool => pool.Model == resize.Model ? pool with { Replicas = resize.Replicas } : pool);
        _silos[resize.Silo] = (silo.Report with { Pools = [.. pools] }, silo.HeardAt);
    }

    /// <summary>Marks those that are leaving the cluster, and forgets those that have left or fallen silent.</summary>
    public void Follow(Func<SiloAddress, SiloStatus> statusOf, DateTimeOffset now)
    {
        foreach (var (address, (report, heardAt)) in _silos.ToList())
        {
            var status = statusOf(address);
            if (status is SiloStatus.Dead || now - heardAt > Silence) _silos.Remove(address);
            else if (status is not SiloStatus.Active && !report.IsLeaving) _silos[address] = (report with { IsLeaving = true }, heardAt);
        }
        foreach (var model in _pools.Keys.Except(_silos.Values.SelectMany(silo => silo.Report.Pools).Select(pool => pool.Model.Model)).ToList()) _pools.Remove(model);
    }

    public ImmutableArray<PlacementSilo> Placement => [.. Reports.Where(IsWorker).Select(report => new PlacementSilo(report, CountsOf(report.Silo)))];

    /// <summary>Replicas that the silos keep of a version.</summary>
    public int Kept(ModelVersion model) => Reports.Where(report => !report.IsLeaving).Sum(report => Kept(report, model));

    public static int Kept(SiloReport report, ModelVersion model) => report.Pools.Where(pool => pool.Model == model).Sum(pool => pool.Replicas);

    private static bool IsWorker(SiloReport report) => report.Roles.HasFlag(SiloRoles.Worker);

    private ImmutableArray<ReplicaCount> CountsOf(SiloAddress silo) =>
        [.. _pools.Values.SelectMany(pools => pools).Where(pool => pool.Pool.Silo.Equals(silo) && pool.State is PoolState.Ready or PoolState.Loading).GroupBy(pool => pool.Pool.Model)
            .Select(version => new ReplicaCount(version.Key, version.Sum(pool => pool.ReadyReplicas), version.Sum(pool => pool.LoadingReplicas)))];
}
