namespace OrleansInference.Bench;

/// <summary>The cheapest replicas for requests that start at stated times: when the first is there, when the second, and so on.</summary>
internal sealed class ReplicaSpans
{
    private const double LoadSeconds = ScalingWorkload.LoadSeconds;

    private readonly ScalingWorkload _workload;
    private readonly double[] _starts;
    private readonly List<List<(double From, double To)>> _spans = []; // of the n-th replica, each ready from and to

    private ReplicaSpans(ScalingWorkload workload, double[] starts) => (_workload, _starts) = (workload, starts);

    /// <summary>Replica-seconds, loading among them.</summary>
    public double Cost { get; private set; }

    /// <param name="workload">The requests.</param>
    /// <param name="starts">When each starts, in order.</param>
    public static ReplicaSpans Of(ScalingWorkload workload, double[] starts)
    {
        var spans = new ReplicaSpans(workload, starts);
        var ends = starts.Zip(workload.Services, (start, service) => start + service).Order().ToArray();
        var end = 0;
        for (var start = 0; start < starts.Length; start++)
        {
            for (; ends[end] <= starts[start]; end++)
                spans.Close(start - end, ends[end]);
            spans.Open(start - end + 1, starts[start]);
        }

        for (; end < ends.Length; end++)
            spans.Close(starts.Length - end, ends[end]);
        spans.Cost = spans.Sum();
        return spans;
    }

    /// <summary>How many replicas there are, from each change on.</summary>
    public IReadOnlyList<ReadyReplicas> Changes()
    {
        var changes = new List<ReadyReplicas>();
        var replicas = 0;
        foreach (var (at, by) in _spans.SelectMany(spans => spans).SelectMany(span => ((double, int)[])[(span.From, 1), (span.To, -1)]).Order())
            changes.Add(new ReadyReplicas(at, replicas += by));
        return changes;
    }

    /// <summary>What replicas beyond a number cost in each stretch of time; loading where they begin.</summary>
    public double[] CostAbove(int replicas, double seconds, int stretches)
    {
        var cost = new double[stretches];
        foreach (var (from, to) in _spans.Skip(replicas).SelectMany(spans => spans).Where(span => span.From < _workload.Seconds))
        {
            cost[(int)(from / seconds)] += LoadSeconds;
            for (var stretch = (int)(from / seconds); stretch < stretches && stretch * seconds < to; stretch++)
                cost[stretch] += Math.Min(to, (stretch + 1) * seconds) - Math.Max(from, stretch * seconds);
        }

        return cost;
    }

    public ScalingResult ToResult(string name)
    {
        var record = new ScalingRecord(_workload, name);
        foreach (var change in Changes())
            record.Count(change.Seconds, change.Replicas, change.Replicas);
        for (var i = 0; i < _starts.Length; i++)
            record.Wait(_starts[i] - _workload.Arrivals[i]);
        return record.Complete() with { ReplicaSeconds = Cost };
    }

    /// <summary>So many run from a time on: the last of as many replicas is kept since it was needed last, where that is no longer than loading takes.</summary>
    private void Open(int replica, double at)
    {
        if (_spans.Count < replica)
            _spans.Add([]);
        var spans = _spans[replica - 1];
        if (spans.Count > 0 && at - spans[^1].To <= LoadSeconds)
            spans[^1] = (spans[^1].From, double.NaN);
        else if (spans.Count == 0 && replica <= _workload.Replicas && at <= LoadSeconds)
            spans.Add((0, double.NaN));
        else
            spans.Add((at, double.NaN));
    }

    private void Close(int replica, double at) => _spans[replica - 1][^1] = (_spans[replica - 1][^1].From, at);

    /// <summary>Those that are there at the start have loaded before.</summary>
    private double Sum()
    {
        var cost = 0.0;
        foreach (var (from, to) in _spans.SelectMany(spans => spans).Where(span => span.From < _workload.Seconds))
            cost += Math.Min(to, _workload.Seconds) - from + (from == 0 ? 0 : LoadSeconds);
        return cost;
    }
}
