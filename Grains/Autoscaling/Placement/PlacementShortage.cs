using OrleansInference.Models;

namespace OrleansInference.Autoscaling.Placement;

/// <summary>A version that has less than it wants.</summary>
/// <param name="Wanted">Replicas that it wants.</param>
/// <param name="Placed">Replicas that it has or gets now, on silos that stay.</param>
/// <param name="Coming">Further ones that get room from silos on their way.</param>
/// <param name="Reason">What is lacking, in words and numbers.</param>
internal sealed record PlacementShortage(ModelVersion Model, int Wanted, int Placed, int Coming, string Reason);
