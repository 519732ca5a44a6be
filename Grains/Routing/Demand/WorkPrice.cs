using OrleansInference.Work;

namespace OrleansInference.Routing.Demand;

/// <summary>
/// What a request costs in batches as full as they may be, without padding. An item pays its share of a full batch's base, for that is what a replica that
/// has enough to do takes for it; batches that are emptier than that only use time which nothing else needs.
/// </summary>
/// <param name="Cost">Of the fastest pool.</param>
/// <param name="BatchSize">The most items that one batch takes; at least 1.</param>
/// <param name="Slowness">How many times longer the replicas that there are take on average.</param>
internal readonly record struct WorkPrice(WorkCoefficients Cost, int BatchSize, double Slowness)
{
    /// <summary>In seconds of one replica.</summary>
    public double Of(in WorkFeatures work) => Slowness * (work.Seconds(Cost) + (Cost.Base * ((work.Items / BatchSize) - 1)));
}
