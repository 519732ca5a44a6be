using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>What is there, by the index of version and silo, in an order that is the same in every process.</summary>
internal sealed class ClusterView
{
    private readonly SiloPoolSize?[] _sizes; // by version, then silo, as the next one
    private readonly ReplicaCount[] _counts;

    public ClusterView(PlacementInput input)
    {
        Input = input;
        Silos = input.Silos.Sort((a, b) => a.Report.Silo.CompareTo(b.Report.Silo));
        Versions = AllVersions(input);
        var indexOf = new Dictionary<ModelVersion, int>(Versions.Length);
        for (var v = 0; v < Versions.Length; v++) indexOf.Add(Versions[v].Model, v);
        // Silos list them in this order too: the next one is nearly always the one after the last, and a hash of its name is saved, 200,000 times in a large cluster.
        int IndexOf(ModelVersion model, int guess) => guess < Versions.Length && Versions[guess].Model == model ? guess : indexOf.GetValueOrDefault(model, -1);

        _sizes = new SiloPoolSize?[Versions.Length * Silos.Length];
        _counts = new ReplicaCount[_sizes.Length];
        var domains = new Dictionary<string, int>(StringComparer.Ordinal);
        Domains = new int[Silos.Length];
        for (var s = 0; s < Silos.Length; s++)
        {
            var report = Silos[s].Report;
            var version = -1;
            foreach (var size in report.Pools) _sizes[((version = IndexOf(size.Model, version + 1)) * Silos.Length) + s] = size;
            foreach (var count in Silos[s].Counts)
                if (IndexOf(count.Model, 0) is var v and >= 0) _counts[(v * Silos.Length) + s] = count;
            // Of a silo about which nothing is known it is known that it fails with itself.
            var domain = report.FailureDomain.Length > 0 ? report.FailureDomain : $"\0{report.Silo}";
            if (!domains.TryGetValue(domain, out Domains[s])) domains.Add(domain, Domains[s] = domains.Count);
            if (report.Silo.Equals(input.HostSilo)) HostSilo = s;
        }
        DomainCount = domains.Count;
    }

    public PlacementInput Input { get; }

    public ImmutableArray<PlacementSilo> Silos { get; }

    /// <summary>Those that are asked for, and those that only the silos know.</summary>
    public ImmutableArray<PlacementVersion> Versions { get; }

    /// <summary>The failure domain of each silo.</summary>
    public int[] Domains { get; }

    public int DomainCount { get; }

    /// <summary>The silo that never goes; -1 where there is none.</summary>
    public int HostSilo { get; } = -1;

    /// <summary>Null where the silo can't serve the version.</summary>
    public SiloPoolSize? Size(int version, int silo) => _sizes[(version * Silos.Length) + silo];

    public int Kept(int version, int silo) => Size(version, silo)?.Replicas ?? 0;

    public ReplicaCount Count(int version, int silo) => _counts[(version * Silos.Length) + silo];

    /// <summary>
    /// Replicas there that surely run batches and are kept: one that is loading or has failed may be any of those that are kept, and one that still ends its batch may be
    /// leaving.
    /// </summary>
    public int Sure(int version, int silo)
    {
        var count = Count(version, silo);
        return Math.Min(count.Ready, Math.Max(0, Kept(version, silo) - count.Loading));
    }

    public bool IsLeaving(int silo) => Silos[silo].Report.IsLeaving;

    /// <summary>It has nothing of any version that is scaled.</summary>
    public bool IsEmpty(int silo)
    {
        for (var v = 0; v < Versions.Length; v++)
            if (Versions[v].Wanted is not null && (Kept(v, silo) > 0 || Count(v, silo) is { Ready: > 0 } or { Loading: > 0 })) return false;
        return true;
    }

    public int IndexOf(SiloAddress? silo) => silo is null ? -1 : Silos.AsSpan().BinarySearch(new ByAddress(silo)) is var found and >= 0 ? found : -1;

    private static ImmutableArray<PlacementVersion> AllVersions(PlacementInput input)
    {
        var known = input.Versions.ToDictionary(version => version.Model);
        ImmutableArray<SiloPoolSize> last = [];
        foreach (var silo in input.Silos)
        {
            var pools = silo.Report.Pools;
            for (var i = 0; i < pools.Length; i++)
            {
                // As above: mostly it is what the silo before listed there.
                if ((i >= last.Length || last[i].Model != pools[i].Model) && !known.ContainsKey(pools[i].Model))
                    known.Add(pools[i].Model, new PlacementVersion { Model = pools[i].Model, Wanted = null });
            }
            last = pools;
        }
        return [.. known.Values.OrderBy(version => version.Model.Model, StringComparer.Ordinal).ThenBy(version => version.Model.Version)];
    }

    private readonly record struct ByAddress(SiloAddress Silo) : IComparable<PlacementSilo>
    {
        public int CompareTo(PlacementSilo? other) => Silo.CompareTo(other?.Report.Silo);
    }
}
