using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>The latencies of one way in every round, in nanoseconds.</summary>
internal sealed class LatencySamples
{
    private readonly List<Histogram> _rounds = [];
    private readonly List<double> _late = [];
    private readonly Histogram _lag = new();

    public int Rounds => _rounds.Count;

    /// <summary>Of all rounds together.</summary>
    public Histogram All { get; } = new();

    public long Failed { get; private set; }

    /// <summary>How late service times ended, on average.</summary>
    public double LateMicroseconds => _late.DefaultIfEmpty().Average();

    /// <summary>How late the client itself sent, p99.</summary>
    public double SentLateMicroseconds => _lag.Percentile(0.99) / 1e3;

    public void Add(RoutingRun run)
    {
        Add(run.Result.Latency);
        Failed += run.Result.ErrorCount;
        _late.Add(run.LateMicroseconds);
        _lag.Add(run.Result.Lag);
    }

    /// <summary>What was computed.</summary>
    public void Add(Histogram latency)
    {
        _rounds.Add(latency);
        All.Add(latency);
    }

    /// <summary>A percentile in milliseconds over the rounds: median, lowest, highest.</summary>
    public string Text(double share) => Spread.Of(_rounds.ConvertAll(round => round.Percentile(share) / 1e6)).Text("F1");

    /// <summary>A percentile of all rounds together as a multiple of another's: the tail of one round alone is a handful of requests.</summary>
    public double Ratio(LatencySamples other, double share) => (double)All.Percentile(share) / other.All.Percentile(share);
}
