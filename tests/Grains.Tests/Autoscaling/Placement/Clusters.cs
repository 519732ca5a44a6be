using System.Collections.Immutable;
using System.Net;
using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Placement;
using OrleansInference.Models;

namespace OrleansInference.Tests.Autoscaling.Placement;

/// <summary>Clusters to plan for, in few words.</summary>
internal static class Clusters
{
    public const long Gigabyte = 1_000_000_000;

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static SiloAddress Address(int number) => SiloAddress.New(IPAddress.Loopback, 11111, number);

    public static ModelVersion Model(string name) => new(name, 1);

    /// <summary>A silo with a CPU of so many threads, and GPUs of so many GB.</summary>
    public static PlacementSilo Silo(int number, int threads, string domain = "", double gigabytes = 64, double[]? gpus = null, bool leaves = false) => new(
        new SiloReport
        {
            Silo = Address(number),
            Name = $"silo-{number}",
            FailureDomain = domain,
            IsLeaving = leaves,
            Devices =
            [
                new DeviceRoom("cpu", threads, (long)(gigabytes * Gigabyte), (long)(gigabytes * Gigabyte)),
                .. (gpus ?? []).Select((room, i) => new DeviceRoom($"cuda:{i}", 0, (long)(room * Gigabyte), (long)(room * Gigabyte))),
            ],
        },
        []);

    /// <summary>That silo, which can serve a version and keeps some of it; what is ready has taken its memory.</summary>
    public static PlacementSilo With(
        this PlacementSilo silo, string model, int kept = 0, int? ready = null, int threads = 1, double gigabytes = 0, string kind = "cpu")
    {
        var bytes = (long)(gigabytes * Gigabyte);
        var size = new SiloPoolSize { Model = Model(model), Replicas = kept, Threads = threads, BytesPerReplica = bytes, DeviceKind = kind };
        var count = new ReplicaCount(Model(model), ready ?? kept, kept - (ready ?? kept));
        var device = silo.Report.Devices.First(device => device.Device.StartsWith(kind, StringComparison.Ordinal));
        var report = silo.Report with
        {
            Pools = silo.Report.Pools.Add(size),
            Devices = silo.Report.Devices.Replace(device, device with { FreeBytes = device.FreeBytes - (count.Ready * bytes) }),
        };
        return new PlacementSilo(report, silo.Counts.Add(count));
    }

    public static PlacementVersion Want(string model, int? wanted, double busy = 1, int minimum = 1, int priority = 0, int maximum = int.MaxValue) => new()
    {
        Model = Model(model),
        Wanted = wanted,
        Minimum = minimum,
        Maximum = maximum,
        Priority = priority,
        TargetUtilisation = 0.5,
        Utilisation = busy * 0.5,
    };

    public static PlacementInput Input(IEnumerable<PlacementSilo> silos, params PlacementVersion[] versions) =>
        new() { Now = Start, Silos = [.. silos], Versions = [.. versions] };

    public static PlacementInput Hosted(this PlacementInput input, int max = 10, int min = 1, int? asked = null) => input with
    {
        Host = new HostStatus { Asked = asked ?? input.Silos.Length, Running = input.Silos.Length, Max = max, Min = min },
        HostSilo = input.Silos[0].Report.Silo,
    };

    /// <summary>As a StatefulSet, which removes only its highest ordinal.</summary>
    public static PlacementInput OnlyGoes(this PlacementInput input, string name) => input with { Host = input.Host! with { NextToGo = name } };

    public static PlacementInput At(this PlacementInput input, TimeSpan later) => input with { Now = Start + later };

    /// <summary>What each silo keeps of a version, by the silo's number.</summary>
    public static Dictionary<int, int> Of(this PlacementPlan plan, string model) => plan.Targets
        .Where(target => target.Model == Model(model) && target.Replicas > 0).ToDictionary(target => target.Silo.Generation, target => target.Replicas);

    public static int[] Leaving(this PlacementPlan plan) => [.. plan.Request.Leaving.Select(silo => silo.Address.Generation)];
}
