using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>What a silo has.</summary>
/// <param name="Report">
/// Its last report, with what it was told since then put into <see cref="SiloPoolSize.Replicas"/>: a plan from older sizes could take a replica away twice.
/// </param>
/// <param name="Counts">What its pools have, by their own reports; a version without any has none.</param>
internal sealed record PlacementSilo(SiloReport Report, ImmutableArray<ReplicaCount> Counts);
