using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>A pool in a dispatcher's table: what the router last said of it, and the dispatcher's own count at that moment.</summary>
internal sealed record RouteEntry(PoolRoute Route, PoolReport Report, int InFlightAtReport)
{
    /// <summary>Queue depth now, as far as this dispatcher can know: as reported, plus what it has itself sent or had answered since.</summary>
    public int QueueDepth => Math.Max(0, Report.QueueDepth + Route.InFlight - InFlightAtReport);
}
