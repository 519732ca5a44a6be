namespace OrleansInference.Bench;

/// <summary>
/// The least that replicas can cost where all requests are known ahead and none may wait longer than the objective, or close to it: what is found is a schedule
/// that works, so the true minimum is that or lower, and never below the requests' own service times.
/// </summary>
/// <remarks>
/// <para>Given when each request starts, the cheapest replicas are known exactly: the n-th is needed whenever n requests run, and between two such times it is kept
/// where that takes less than loading it again (<see cref="ReplicaSpans"/>).</para>
/// <para>Given the replicas, requests start in the order of arrival as early as there is one for them; and where there is none in time, at the last moment, on one
/// more. Both in turn are done until nothing gets cheaper.</para>
/// <para>It begins with replicas that are always there, as many as <see cref="BaseReplicas"/> finds best for each stretch of time, of several lengths.</para>
/// </remarks>
internal static class ClairvoyantSchedule
{
    private const int MaxRounds = 20;

    private static readonly double[] Stretches = [20, 30, 60, 120, 600];

    public static ScalingResult Find(ScalingWorkload workload)
    {
        var bases = new BaseReplicas(workload);
        return Stretches.Select(seconds => Improve(workload, bases.Best(seconds))).MinBy(spans => spans.Cost)!.ToResult("clairvoyant");
    }

    private static ReplicaSpans Improve(ScalingWorkload workload, IReadOnlyList<ReadyReplicas> replicas)
    {
        var spans = ReplicaSpans.Of(workload, EarlyStarts.Of(workload, replicas));
        for (var round = 0; round < MaxRounds; round++)
        {
            var next = ReplicaSpans.Of(workload, EarlyStarts.Of(workload, spans.Changes()));
            if (next.Cost >= spans.Cost)
                break;
            spans = next;
        }

        return spans;
    }
}
