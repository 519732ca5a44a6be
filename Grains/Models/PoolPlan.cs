namespace OrleansInference.Models;

/// <summary>What a pool of this silo is to be.</summary>
/// <param name="Spec">What it serves. The same object as long as there is the pool.</param>
/// <param name="Replicas">How many replicas it is to keep.</param>
internal readonly record struct PoolPlan(ModelSpec Spec, int Replicas);
