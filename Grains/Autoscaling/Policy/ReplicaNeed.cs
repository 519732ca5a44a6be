using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>How many replicas a load needs, by the target utilisation and by the objectives; for one version at one moment.</summary>
/// <param name="utilisation">The share of their time that replicas are to be busy, at most.</param>
internal sealed class ReplicaNeed(ScalingSpec spec, LoadWindow window, double utilisation)
{
    private const double Share = 0.99;

    private readonly double _meanSeconds = window.MeanWork ?? 0;

    /// <param name="offered">Work per second, in replicas.</param>
    public int For(double offered) => Math.Max(ForUtilisation(offered), Math.Max(ForWait(offered), ForLatency(offered)));

    /// <summary>Sets as many as a load needs, and says which rule asks for how many.</summary>
    /// <param name="what">What the load is, such as <c>offered 4.2</c>.</param>
    public void Explain(DecisionDraft draft, double offered, string what)
    {
        draft.Set("utilisation", ForUtilisation(offered), $"{what} replica-seconds per second, target utilisation {utilisation:0.##}");
        if (ForWait(offered) is var forWait && forWait > draft.Wanted)
            draft.Set("wait", forWait, $"p99 wait {Milliseconds(Queue(offered).WaitPercentile(draft.Wanted, Share))} expected, over {spec.TargetWait!.Value.TotalMilliseconds:0} ms");
        if (ForLatency(offered) is var forLatency && forLatency > draft.Wanted)
            draft.Set("latency", forLatency, $"p99 latency {Milliseconds(Queue(offered).LatencyPercentile(draft.Wanted, Share))} expected, over {spec.TargetP99!.Value.TotalMilliseconds:0} ms");
    }

    public QueueModel Queue(double offered) => new(offered, _meanSeconds, window.ArrivalVariability, window.WorkVariability);

    /// <summary>Not one more for what rounding makes of 4.2 / 0.3.</summary>
    private int ForUtilisation(double offered) => (int)Math.Min(int.MaxValue, Math.Ceiling((offered / utilisation) - 1e-9));

    private int ForWait(double offered) =>
        spec.TargetWait is { } wait && _meanSeconds > 0 ? Queue(offered).ReplicasForWait(Share, wait.TotalSeconds, spec.MaxReplicas) : 0;

    /// <summary>0 where the work itself takes longer than the objective: no number of replicas helps then.</summary>
    private int ForLatency(double offered) =>
        spec.TargetP99 is { } latency && _meanSeconds > 0 ? Queue(offered).ReplicasForLatency(Share, latency.TotalSeconds, spec.MaxReplicas) ?? 0 : 0;

    private static string Milliseconds(double seconds) => double.IsFinite(seconds) ? $"{seconds * 1000:0} ms" : "without bound";
}
