namespace OrleansInference.Routing.Failures;

/// <summary>
/// Lets a new pool's share grow over a window, because its first requests are slow and its cost is not learned yet. A factor on its expected finish: in Envoy's slow start a
/// host's weight grows as max(10 %, time / window), and its least-request policy compares requests / weight; so the factor is 1 / weight, from 10 down to 1. Proportional
/// to the load, so an idle new pool still relieves others that are ten times behind. Immutable.
/// </summary>
/// <param name="window">See <see cref="FailureOptions.SlowStartWindow"/>; zero turns it off.</param>
internal sealed class SlowStart(TimeSpan window)
{
    private const double LeastWeight = 0.1;

    /// <summary>From 10 down to exactly 1 once the window is over.</summary>
    /// <param name="readyFor">How long the pool has been taking requests.</param>
    public double FactorAt(TimeSpan readyFor) => 1 / WeightAt(readyFor);

    /// <summary>Relative to the pool that has been ready longest, so that it is 1 for all where all are equally new.</summary>
    public double FactorAt(TimeSpan readyFor, TimeSpan longestReady) => Math.Max(1, WeightAt(longestReady) / WeightAt(readyFor));

    private double WeightAt(TimeSpan readyFor) => readyFor >= window ? 1 : Math.Max(LeastWeight, readyFor / window);
}
