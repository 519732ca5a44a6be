using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Placement;
using OrleansInference.Models;

namespace OrleansInference.Tests.Autoscaling.Placement;

/// <summary>Versions, the shape of silos, and an orchestrator with its faults, drawn from a seed.</summary>
internal sealed class Scenario
{
    public Scenario(Random random, bool isOrdered)
    {
        IsOrdered = isOrdered;
        Threads = random.Next(2, 17);
        var gpus = random.Next(3) == 0 ? 1 : 0;
        Devices = [new DeviceRoom("cpu", Threads, random.Next(4, 33) * Clusters.Gigabyte, 0)];
        if (gpus > 0) Devices = [.. Devices, new DeviceRoom("cuda:0", 0, random.Next(4, 25) * Clusters.Gigabyte, 0)];
        Domains = random.Next(4) == 0 ? [""] : [.. Enumerable.Range(1, random.Next(1, 4)).Select(zone => $"zone-{zone}")];

        Versions = [.. Enumerable.Range(0, random.Next(1, 7)).Select(i => Clusters.Want($"model-{i}", 1, minimum: random.Next(5) == 0 ? 2 : 1, priority: random.Next(2)))];
        Sizes = Versions.ToDictionary(version => version.Model, version => new SiloPoolSize
        {
            Model = version.Model,
            Replicas = 0,
            DeviceKind = gpus > 0 && random.Next(3) == 0 ? "cuda" : "cpu",
            Threads = random.Next(1, 4),
            BytesPerReplica = random.Next(4) == 0 ? 0 : random.Next(50, 3000) * (Clusters.Gigabyte / 1000),
        });

        InitialSilos = random.Next(1, 5);
        Max = random.Next(InitialSilos, InitialSilos + 6);
        HasHost = random.Next(5) > 0;
        // Some give fewer than they say that they can.
        Given = random.Next(4) == 0 ? random.Next(InitialSilos, Max + 1) : Max;
        FailureShare = random.Next(3) == 0 ? 0.5 : 0;
        DeathShare = random.Next(2) == 0 ? 0.01 : 0;
    }

    public int Threads { get; }
    public DeviceRoom[] Devices { get; }
    public string[] Domains { get; }
    public PlacementVersion[] Versions { get; private set; }
    public Dictionary<ModelVersion, SiloPoolSize> Sizes { get; }
    public int InitialSilos { get; }
    public bool HasHost { get; }
    public int Max { get; }
    public int Given { get; }

    /// <summary>Of the calls of the orchestrator, while there are faults.</summary>
    public double FailureShare { get; }

    /// <summary>Of silos that die in a step, while there are faults.</summary>
    public double DeathShare { get; }

    /// <summary>Only the youngest silo can go.</summary>
    public bool IsOrdered { get; }

    /// <summary>Another load.</summary>
    public void Demand(Random random, int most) => Versions = [.. Versions.Select(version => version with
    {
        Wanted = Math.Max(version.Minimum, random.Next(1, most + 1)),
        Utilisation = 0.5 * random.NextDouble() * 1.3,
    })];

    /// <summary>No load.</summary>
    public void Rest() => Versions = [.. Versions.Select(version => version with { Wanted = version.Minimum, Utilisation = 0 })];
}
