namespace OrleansInference.Routing.Failures;

/// <summary>What follows from a fault that an attempt ended with.</summary>
/// <param name="IsWorthRetrying">Another pool may well answer.</param>
/// <param name="CostsRetryBudget">The next attempt needs the <see cref="RetryBudget"/>'s leave. Else the pool has done nothing, and the next costs no more than the first would have.</param>
/// <param name="CountsAgainstPool">It is the pool's failure, and no caller's or program's.</param>
internal readonly record struct FaultClass(bool IsWorthRetrying, bool CostsRetryBudget, bool CountsAgainstPool);
