using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>Which requests come when: Poisson arrivals, and a length for each, from a seed.</summary>
/// <param name="Arrivals">Seconds from the start, in order.</param>
/// <param name="IsLong">Of the request of that number.</param>
/// <param name="Mix">What it was drawn from.</param>
internal sealed record RequestSchedule(IReadOnlyList<double> Arrivals, IReadOnlyList<bool> IsLong, RequestMix Mix)
{
    /// <summary>The arrivals are those of a <see cref="LoadPlan"/> with the same rate and seed.</summary>
    /// <param name="mix">Of lengths.</param>
    /// <param name="rate">Requests a second.</param>
    /// <param name="seed">Of arrivals and lengths.</param>
    /// <param name="seconds">All that are due before.</param>
    public static RequestSchedule Draw(RequestMix mix, double rate, int seed, double seconds)
    {
        var arrivals = new List<double>();
        var due = 0.0;
        foreach (var gap in OpenArrivals.PoissonGaps(rate, seed))
        {
            if (due >= seconds)
                break;
            arrivals.Add(due);
            due += gap / 1e9;
        }

        var lengths = new Random(~seed); // independent of the arrivals
        return new RequestSchedule(arrivals, [.. arrivals.Select(_ => lengths.NextDouble() < mix.LongShare)], mix);
    }

    public int Elements(int request) => IsLong[request] ? Mix.LongElements : Mix.ShortElements;

    public double Seconds(int request) => Elements(request) * RequestMix.SecondsPerElement;

    /// <summary>What one central queue would make of it, in nanoseconds: the limit.</summary>
    /// <param name="slowness">Of each server. Where they differ, by <see cref="IdealQueue.LatenciesWithKnownWork"/>.</param>
    /// <param name="from">Requests that come earlier, in seconds, are not recorded.</param>
    public Histogram Central(IReadOnlyList<double> slowness, double from)
    {
        var latencies = slowness.All(each => each == 1)
            ? IdealQueue.Latencies(Arrivals, Seconds, slowness.Count)
            : IdealQueue.LatenciesWithKnownWork(Arrivals, Seconds, slowness);
        var histogram = new Histogram();
        for (var i = 0; i < latencies.Length; i++)
        {
            if (Arrivals[i] >= from)
                histogram.Record((long)(latencies[i] * 1e9));
        }

        return histogram;
    }
}
