using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>Gathers what a run of a workload comes to. Times in seconds, never less than before.</summary>
internal sealed class ScalingRecord(ScalingWorkload workload, string name)
{
    private readonly Histogram _waits = new();
    private readonly List<ReadyReplicas> _ready = [];
    private int _violations;
    private int _wanted = workload.Replicas;
    private int _direction;
    private int _reversals;
    private double _counted;
    private int _total;
    private int _most;
    private double _replicaSeconds;

    /// <summary>How many replicas there are from now on.</summary>
    public void Count(double now, ReplicaCount replicas) => Count(now, replicas.Ready, replicas.Total);

    /// <param name="now">The time.</param>
    /// <param name="ready">Of all, those that take requests.</param>
    /// <param name="total">All that cost, be they loading or leaving.</param>
    public void Count(double now, int ready, int total)
    {
        var until = Math.Min(now, workload.Seconds);
        _replicaSeconds += _total * Math.Max(0, until - _counted);
        (_counted, _total, _most) = (until, total, Math.Max(_most, total));
        if (now <= workload.Seconds && (_ready.Count == 0 || _ready[^1].Replicas != ready))
            _ready.Add(new ReadyReplicas(now, ready));
    }

    /// <summary>So many replicas are wanted.</summary>
    public void Decide(int wanted)
    {
        var direction = Math.Sign(wanted - _wanted);
        if (direction == 0)
            return;
        if (direction == -_direction)
            _reversals++;
        (_direction, _wanted) = (direction, wanted);
    }

    /// <summary>A request was taken after so long; infinite: it was refused or came too late.</summary>
    public void Wait(double seconds)
    {
        _waits.Record((long)Math.Min(seconds * 1e9, long.MaxValue / 2));
        if (seconds > workload.MaxWaitSeconds)
            _violations++;
    }

    public ScalingResult Complete() => new()
    {
        Name = name,
        Requests = _waits.Count,
        Violations = _violations,
        Waits = _waits,
        ReplicaSeconds = _replicaSeconds + (_total * (workload.Seconds - _counted)),
        Reversals = _reversals,
        Hours = workload.Seconds / 3600,
        MostReplicas = _most,
        Ready = [.. _ready],
    };
}
