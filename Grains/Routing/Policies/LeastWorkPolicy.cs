namespace OrleansInference.Routing.Policies;

/// <summary>
/// The pool where the request would be done first, by the work that waits there and by how fast it is. With estimates that hold, this does what one central
/// first-come queue would (Harchol-Balter, Performance Modeling and Design of Computer Systems, 2013, on least work left).
/// </summary>
internal sealed class LeastWorkPolicy : IRoutingPolicy
{
    public int Pick(PoolLoads loads, in RoutingAsk ask) => loads.FirstToFinish(ask);
}
