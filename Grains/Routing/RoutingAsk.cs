namespace OrleansInference.Routing;

/// <summary>What a policy is told of a request.</summary>
/// <param name="Now">Seconds on the dispatcher's clock.</param>
/// <param name="Seconds">The request's work at the fastest pool, by the estimate.</param>
/// <param name="Items">Length of the batch dimension that it brings.</param>
/// <param name="Key">Of its session, where the model has an affinity key and the request brings one.</param>
internal readonly record struct RoutingAsk(double Now, double Seconds, int Items, ulong? Key = null);
