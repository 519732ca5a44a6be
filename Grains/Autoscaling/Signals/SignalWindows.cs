using OrleansInference.Replicas;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>
/// What the autoscaler knows of one version: looks every few seconds at the counters of all dispatchers, and turns what they grew by into windows. The first look
/// only tells where they stand. A dispatcher that is missing has counted nothing that is known, and when it is back all of it comes, spread over the time
/// that it was missing.
/// <para>
/// Counters that begin while their dispatcher is known count from 0. Of a dispatcher that is new, they do if they began after the first look, for what they
/// counted is known since a second later at best; otherwise, or if that is long ago, some of it may have been counted, and they are a first look of their own.
/// This alone compares clocks of two silos: one that differs by a second makes what a dispatcher begins to count within a second of the first look go
/// uncounted, or what came a second before it be counted. Nothing is counted twice.
/// </para>
/// </summary>
internal sealed class SignalWindows
{
    /// <summary>A dispatcher that is missing for longer is a new one.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly Dictionary<SiloAddress, (DemandCounters Counters, DateTimeOffset At)> _seen = [];
    private readonly LoadRing _ring = new();
    private readonly MinuteHistory _history = new();
    private DateTimeOffset? _lookedAt, _lastArrival;
    private DateTimeOffset _begunAt;
    private LoadSum _total;
    private PoolCapacity _pools = PoolCapacity.Of([]);
    private double _waitingSeconds;
    private int _waiting, _inFlight;

    /// <summary>Takes what a router tells. Not to be called where no router answered: that is no data, while an answer without any demand is silence.</summary>
    /// <param name="now">By one clock; should that be set back, all begins anew.</param>
    public void Add(IEnumerable<(SiloAddress Dispatcher, DemandCounters Counters)> demand, IEnumerable<PoolReport> pools, DateTimeOffset now)
    {
        if (now == _lookedAt) return;
        var from = now > _lookedAt ? _lookedAt : null;
        if (from is null) Begin(now);
        else Advance(from.Value, now);
        _lookedAt = now;

        (_waiting, _inFlight, _waitingSeconds) = (0, 0, 0);
        foreach (var (dispatcher, counters) in demand)
        {
            (_waiting, _inFlight, _waitingSeconds) = (_waiting + counters.Waiting, _inFlight + counters.InFlight, _waitingSeconds + counters.WaitingSeconds);
            Look(dispatcher, counters, now);
        }
        if (_inFlight > 0) _lastArrival = now;
        var capacity = PoolCapacity.Of(pools);
        // What was measured stays true while nothing is loaded.
        _pools = capacity.LoadTime > TimeSpan.Zero ? capacity : capacity with { LoadTime = _pools.LoadTime };
    }

    public ScalingSignals Signals(DateTimeOffset now, TimeSpan stable, TimeSpan burst) => new()
    {
        Stable = _ring.Window(stable, now),
        Burst = _ring.Window(burst, now),
        BacklogSeconds = _pools.QueuedSeconds + _waitingSeconds,
        Waiting = _waiting,
        InFlight = _inFlight,
        Ready = _pools.Ready,
        Loading = _pools.Loading,
        LoadTime = _pools.LoadTime,
        BatchSize = _pools.BatchSize,
        History = _history.Replicas,
        LastArrival = _lastArrival,
    };

    private void Begin(DateTimeOffset now)
    {
        _begunAt = now;
        _seen.Clear();
        _ring.Clear();
        _history.Begin(now);
    }

    private void Advance(DateTimeOffset from, DateTimeOffset now)
    {
        _ring.Begin(from, now);
        _history.Advance(now);
        foreach (var (dispatcher, seen) in _seen)
            if (now - seen.At > Forgotten) _seen.Remove(dispatcher);
    }

    private void Look(SiloAddress dispatcher, DemandCounters counters, DateTimeOffset now)
    {
        var isKnown = _seen.TryGetValue(dispatcher, out var seen);
        if (isKnown && seen.Counters.Since == counters.Since)
        {
            // What an older router still tells is known.
            if (!DemandIncrement.IsEarlier(seen.Counters, counters)) return;
            Count(dispatcher, DemandIncrement.Between(seen.Counters, counters), seen.At, now);
        }
        else if (isKnown)
        {
            if (counters.Since < seen.Counters.Since) return;
            Count(dispatcher, DemandIncrement.Of(counters), seen.At, now);
        }
        else if (_begunAt <= counters.Since && now - counters.Since < Forgotten && now > _begunAt)
        {
            Count(dispatcher, DemandIncrement.Of(counters), counters.Since, now);
        }
        _seen[dispatcher] = (counters, now);
    }

    private void Count(SiloAddress dispatcher, in DemandIncrement increment, DateTimeOffset from, DateTimeOffset now)
    {
        _total += increment.Load;
        if (increment.Load.Arrivals > 0) _lastArrival = now;
        _ring.Add(dispatcher, increment, from, now);
        if (increment.Load.Unmeasured > 0 && _total.Measured <= 0) _history.Begin(now);
        else _history.Add(from, now, increment.Load.WorkSeconds + (increment.Load.Unmeasured > 0 ? increment.Load.Unmeasured * _total.WorkSeconds / _total.Measured : 0));
    }
}
