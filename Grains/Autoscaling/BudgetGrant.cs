using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>What a version gets of the budget.</summary>
/// <param name="Replicas">At most what it wants.</param>
/// <param name="Reason">Why less than it wants, in words and numbers; null where it gets all.</param>
internal sealed record BudgetGrant(ModelVersion Model, int Replicas, string? Reason);
