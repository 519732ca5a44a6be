namespace OrleansInference.Bench;

/// <summary>
/// How many replicas to have for good in each stretch of time, so that they and what has to be added for moments cost least. For each number that is tried for all of
/// the time, what each stretch costs is known; a dynamic program then goes from stretch to stretch, where each replica more has to be loaded.
/// </summary>
internal sealed class BaseReplicas
{
    private readonly ScalingWorkload _workload;
    private readonly ReplicaSpans[] _always; // by the number that is always there

    public BaseReplicas(ScalingWorkload workload)
    {
        _workload = workload;
        var most = ReplicaSpans.Of(workload, workload.Arrivals).Changes().Max(change => change.Replicas);
        _always = [.. Enumerable.Range(0, most + 1).AsParallel().AsOrdered()
            .Select(replicas => ReplicaSpans.Of(workload, EarlyStarts.Of(workload, [new ReadyReplicas(0, replicas)])))];
    }

    /// <param name="seconds">Of a stretch.</param>
    public IReadOnlyList<ReadyReplicas> Best(double seconds)
    {
        var stretches = (int)Math.Ceiling(_workload.Seconds / seconds);
        var above = _always.Select((spans, replicas) => spans.CostAbove(replicas, seconds, stretches)).ToArray();
        var cost = Enumerable.Range(0, _always.Length).Select(replicas => Math.Max(0, replicas - _workload.Replicas) * ScalingWorkload.LoadSeconds).ToArray();
        var cameFrom = new int[stretches, _always.Length];
        for (var stretch = 0; stretch < stretches; stretch++)
        {
            var before = cost;
            cost = new double[_always.Length];
            for (var replicas = 0; replicas < cost.Length; replicas++)
            {
                var from = Enumerable.Range(0, cost.Length).MinBy(from => before[from] + Load(from, replicas));
                cameFrom[stretch, replicas] = from;
                cost[replicas] = before[from] + Load(from, replicas) + (replicas * seconds) + above[replicas][stretch];
            }
        }

        var best = new ReadyReplicas[stretches];
        var last = Array.IndexOf(cost, cost.Min());
        for (var stretch = stretches - 1; stretch >= 0; stretch--)
        {
            best[stretch] = new ReadyReplicas(stretch * seconds, last);
            last = cameFrom[stretch, last];
        }

        return best;
    }

    private static double Load(int from, int to) => Math.Max(0, to - from) * ScalingWorkload.LoadSeconds;
}
