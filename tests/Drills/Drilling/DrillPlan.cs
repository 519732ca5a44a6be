using OrleansInference.Drills.Clusters;

namespace OrleansInference.Drills.Drilling;

/// <summary>Who plays what in a cluster that has just started.</summary>
/// <param name="Victim">The silo that is broken.</param>
/// <param name="Doors">The silos whose addresses the callers have: the first is asked, the next ones where a connection breaks.</param>
internal sealed record DrillPlan(SiloProcess Victim, params IReadOnlyList<SiloProcess> Doors);
