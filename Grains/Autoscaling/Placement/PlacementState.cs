using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>What the planner remembers from plan to plan. A planner without it begins from the silos that are there.</summary>
internal sealed record PlacementState
{
    public static readonly PlacementState Empty = new();

    /// <summary>Silos that were asked for; null before the first plan.</summary>
    public int? Silos { get; init; }

    /// <summary>Since when each silo that was asked for and is not in the cluster is awaited; the oldest first.</summary>
    public ImmutableArray<DateTimeOffset> Awaited { get; init; } = [];

    /// <summary>Since when one silo fewer would have done, without a break.</summary>
    public DateTimeOffset? SpareSince { get; init; }

    /// <summary>The silo that is being emptied, or is empty and may go.</summary>
    public SiloAddress? Emptying { get; init; }

    public DateTimeOffset EmptyingSince { get; init; }
}
