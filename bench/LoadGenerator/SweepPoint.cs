namespace OrleansInference.Bench;

/// <summary>One offered load, in all rounds. Latencies in milliseconds.</summary>
/// <param name="rate">Requests a second.</param>
internal sealed class SweepPoint(double rate)
{
    private const double AllowedFailures = 0.01;

    private readonly List<double> _p50 = [];
    private readonly List<double> _p99 = [];

    public double Rate => rate;

    /// <summary>Of each round; infinite where more requests failed than the percentile leaves out.</summary>
    public IReadOnlyList<double> P99 => _p99;

    public Spread P50Spread => Spread.Of(_p50);

    public Spread P99Spread => Spread.Of(_p99);

    public void Add(LoadResult result)
    {
        var isFailed = result.ErrorCount > AllowedFailures * (result.Latency.Count + result.ErrorCount);
        Add(result.Latency.Percentile(0.5) / 1e6, isFailed ? double.PositiveInfinity : result.Latency.Percentile(0.99) / 1e6);
    }

    public void Add(double p50, double p99)
    {
        _p50.Add(p50);
        _p99.Add(p99);
    }
}
