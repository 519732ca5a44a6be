using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>What each silo is to keep, how many silos there are to be, and what the next plan begins from.</summary>
internal sealed record PlacementPlan
{
    /// <summary>Whole: each scaled version on each silo that has some of it or is to have; ordered by silo, then version. Grow first, then shrink.</summary>
    public required ImmutableArray<PlacementTarget> Targets { get; init; }

    /// <summary>Versions that have less than they want; ordered by name, then version.</summary>
    public required ImmutableArray<PlacementShortage> Shortages { get; init; }

    /// <summary>Silos that are in the cluster and stay.</summary>
    public required int Silos { get; init; }

    /// <summary>What to ask of the orchestrator; without one, what would be asked.</summary>
    public required HostRequest Request { get; init; }

    /// <summary>Why so many silos, in words and numbers.</summary>
    public required ImmutableArray<string> Reasons { get; init; }

    public required PlacementState State { get; init; }
}
