using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>A pool in a dispatcher's table, and what the router last said of it.</summary>
internal sealed record RouteEntry(PoolRoute Route, PoolReport Report);
