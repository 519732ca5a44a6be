using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>What all versions get of the budget.</summary>
/// <param name="Grants">In the order in which the versions were given.</param>
/// <param name="CostPerHour">Of all that is granted; at most the budget.</param>
internal sealed record BudgetFit(ImmutableArray<BudgetGrant> Grants, double CostPerHour);
