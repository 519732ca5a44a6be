using OrleansInference.Inference;
using OrleansInference.Replicas;

namespace OrleansInference.Routing.Waiting;

/// <summary>Counts the requests of a version that have ended before any pool had them. For any thread.</summary>
internal sealed class DispatchCounters
{
    private readonly long[] _faults = new long[(int)Enum.GetValues<FaultKind>().Max() + 1];
    private long _ticks;

    public void Failed(FaultKind kind, TimeSpan after)
    {
        Interlocked.Increment(ref _faults[(int)kind]);
        Interlocked.Add(ref _ticks, after.Ticks);
    }

    /// <summary>As those of a pool, to be summed with them.</summary>
    public PoolStatistics Statistics
    {
        get
        {
            List<FaultCount> faults = [];
            for (var kind = 0; kind < _faults.Length; kind++)
                if (Volatile.Read(ref _faults[kind]) is var count and > 0) faults.Add(new FaultCount((FaultKind)kind, count));
            return new PoolStatistics { Fail = new DurationSum(faults.Sum(fault => fault.Count), TimeSpan.FromTicks(Volatile.Read(ref _ticks))), Faults = [.. faults] };
        }
    }
}
