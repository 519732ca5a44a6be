using System.Collections.Immutable;
using OrleansInference.Placement;

namespace OrleansInference.Autoscaling;

/// <summary>What a silo has and keeps; sent to the autoscaler every few seconds, whole each time. It also brings a lost autoscaler back to life.</summary>
[GenerateSerializer, Immutable, Alias("oi.SiloReport")]
public sealed record SiloReport
{
    [Id(0)] public required SiloAddress Silo { get; init; }

    /// <summary>Its name for people and orchestrators, such as a pod's.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>What fails together, such as a zone or a machine; empty where nothing is known.</summary>
    [Id(2)] public string FailureDomain { get; init; } = "";

    [Id(3)] public ImmutableArray<DeviceRoom> Devices { get; init; } = [];

    /// <summary>Ordered by name, then version.</summary>
    [Id(4)] public ImmutableArray<SiloPoolSize> Pools { get; init; } = [];

    /// <summary>What can start and stop silos from here (<see cref="IHostGrain"/>), by name; null where nothing can.</summary>
    [Id(5)] public string? Orchestrator { get; init; }

    /// <summary>It does not take replicas any more.</summary>
    [Id(6)] public bool IsLeaving { get; init; }

    /// <summary>What operators have set, as far as the silo knows: an autoscaler that has just begun learns it again.</summary>
    [Id(7)] public ImmutableArray<ScalingOverride> Overrides { get; init; } = [];

    /// <summary>Where it is no worker, it has neither devices nor pools to tell of.</summary>
    [Id(8)] public SiloRoles Roles { get; init; } = SiloRoles.All;
}
