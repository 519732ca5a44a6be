using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Placement;
using OrleansInference.Models;

namespace OrleansInference.Tests.Autoscaling.Placement;

/// <summary>A silo whose replicas take a while to load, and whose pools let go of whichever replica hurts most.</summary>
internal sealed class SimulatedSilo(int number, string domain, Scenario scenario)
{
    private readonly Dictionary<ModelVersion, List<DateTimeOffset>> _readyAt = [];
    private IReadOnlyList<ReplicaCount> _seen = [];

    public SiloAddress Address { get; } = Clusters.Address(number);

    public string Name { get; } = $"silo-{number}";

    public string Domain => domain;

    /// <summary>When it is gone; null while it stays.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    public int Kept(ModelVersion model) => _readyAt.TryGetValue(model, out var replicas) ? replicas.Count : 0;

    public int Ready(ModelVersion model, DateTimeOffset now) => _readyAt.TryGetValue(model, out var replicas) ? replicas.Count(at => at <= now) : 0;

    public int Replicas => _readyAt.Values.Sum(replicas => replicas.Count);

    public void Resize(ModelVersion model, int replicas, DateTimeOffset now, Random random)
    {
        if (!_readyAt.TryGetValue(model, out var all)) _readyAt.Add(model, all = []);
        all.Sort();
        if (all.Count > replicas) all.RemoveRange(0, all.Count - replicas); // the ones that are ready go first
        while (all.Count < replicas) all.Add(now + TimeSpan.FromSeconds(random.Next(1, 60)));
    }

    /// <summary>Replicas take their memory when they are ready; the counts of pools may be older than what the silo was told.</summary>
    public PlacementSilo Look(DateTimeOffset now, bool isStale)
    {
        if (!isStale) _seen = [.. scenario.Versions.Select(version => new ReplicaCount(version.Model, Ready(version.Model, now), Kept(version.Model) - Ready(version.Model, now)))];
        var report = new SiloReport
        {
            Silo = Address,
            Name = Name,
            FailureDomain = domain,
            IsLeaving = GoneAt is not null,
            Devices = [.. scenario.Devices.Select(device => device with { FreeBytes = device.TotalBytes - Bytes(device.Device, model => Ready(model, now)) })],
            Pools = [.. scenario.Versions.Select(version => scenario.Sizes[version.Model] with { Replicas = Kept(version.Model) })],
        };
        return new PlacementSilo(report, [.. _seen]);
    }

    /// <summary>What replicas take of a device, also those that load.</summary>
    public bool HasMemoryForAll() => scenario.Devices.All(device => Bytes(device.Device, Kept) <= device.TotalBytes);

    private long Bytes(string device, Func<ModelVersion, int> replicas) =>
        scenario.Sizes.Values.Where(size => device.StartsWith(size.DeviceKind, StringComparison.Ordinal)).Sum(size => size.BytesPerReplica * replicas(size.Model));
}
