using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Placement;

namespace OrleansInference.Autoscaling;

/// <summary>What a silo is for, and what it has beside its models.</summary>
public sealed record SiloResources
{
    /// <summary>See <see cref="SiloReport.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="SiloReport.FailureDomain"/>.</summary>
    public string FailureDomain { get; init; } = "";

    public SiloRoles Roles { get; init; } = SiloRoles.All;

    /// <summary>Asked for each report: what is free changes.</summary>
    public required Func<ImmutableArray<DeviceRoom>> Devices { get; init; }

    /// <summary>
    /// What a further replica of a model takes of its device's memory, about, beside so many that the silo has; in bytes, 0 where that is not known.
    /// </summary>
    public Func<ModelSpec, int, long> BytesPerReplica { get; init; } = static (_, _) => 0;
}
