using OrleansInference.Telemetry;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>A dispatcher's counters of one version, which requests come to as the test says.</summary>
internal sealed class CountedDemand(SiloAddress dispatcher, DateTimeOffset since)
{
    private readonly Histogram _waits = new(), _latencies = new();
    private DemandCounters _counters = new() { Version = 1, Since = since };
    private DateTimeOffset? _last;

    public SiloAddress Dispatcher => dispatcher;

    public (SiloAddress Dispatcher, DemandCounters Counters) Now => (dispatcher, _counters with { Waits = _waits.Snapshot(), Latencies = _latencies.Snapshot() });

    public void Set(Func<DemandCounters, DemandCounters> change) => _counters = change(_counters);

    /// <param name="work">Seconds of one replica; null for not known.</param>
    public void Come(int requests, double? work, TimeSpan latency = default)
    {
        _counters = _counters with
        {
            Arrivals = _counters.Arrivals + requests,
            Unmeasured = _counters.Unmeasured + (work is null ? requests : 0),
            WorkSeconds = _counters.WorkSeconds + (requests * (work ?? 0)),
            WorkSquares = _counters.WorkSquares + (requests * (work ?? 0) * (work ?? 0)),
        };
        for (var i = 0; i < requests; i++)
        {
            _waits.Record(latency.Ticks * 50);
            _latencies.Record(latency.Ticks * 100);
        }
    }

    public void ComeAt(DateTimeOffset at)
    {
        var gap = _last is { } last ? (at - last).TotalSeconds : 0;
        _last = at;
        _counters = _counters with { Arrivals = _counters.Arrivals + 1, GapSeconds = _counters.GapSeconds + gap, GapSquares = _counters.GapSquares + (gap * gap) };
    }

    /// <summary>The silo has unloaded the version, and loaded it again.</summary>
    public void Restart(DateTimeOffset since) => _counters = new DemandCounters { Version = 1, Since = since };
}
