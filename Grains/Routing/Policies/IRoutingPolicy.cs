namespace OrleansInference.Routing.Policies;

/// <summary>Chooses the pool for a request. One for each model version and dispatcher, called under a lock; it may keep state, and must not allocate.</summary>
internal interface IRoutingPolicy
{
    /// <summary>An index into <paramref name="loads"/>; -1 where no pool is open (<see cref="PoolLoads.IsOpen"/>).</summary>
    int Pick(PoolLoads loads, in RoutingAsk ask);
}
