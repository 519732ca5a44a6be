using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>What a version wants of the budget.</summary>
internal sealed record BudgetVersion
{
    public required ModelVersion Model { get; init; }

    /// <summary>Replicas, after the policy.</summary>
    public required int Wanted { get; init; }

    /// <summary>So many come before any that is more than another's minimum.</summary>
    public required int Minimum { get; init; }

    /// <summary>Replicas that it has, ready or not.</summary>
    public required int Now { get; init; }

    /// <summary>Of a replica, in the unit of the budget; from 0.</summary>
    public required double CostPerHour { get; init; }

    /// <summary>The lower number comes first.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// What the n-th replica gains, such as seconds of waiting saved per second; in one unit for all versions, from 0, not growing in n. Infinite where without it
    /// the load can't be carried.
    /// </summary>
    public required Func<int, double> Benefit { get; init; }
}
