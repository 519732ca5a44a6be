using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>All that a plan is made from.</summary>
internal sealed record PlacementInput
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Those that are in the cluster.</summary>
    public required ImmutableArray<PlacementSilo> Silos { get; init; }

    /// <summary>
    /// What is wanted of each version. A version that silos have and that is not named here is left as it is, and taken for idle.
    /// </summary>
    public required ImmutableArray<PlacementVersion> Versions { get; init; }

    /// <summary>What the orchestrator last said; null where there is none, or it has said nothing yet: then no silo goes, and what is wanted is only shown.</summary>
    public HostStatus? Host { get; init; }

    /// <summary>The silo whose orchestrator is used; it never goes.</summary>
    public SiloAddress? HostSilo { get; init; }
}
