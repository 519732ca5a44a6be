using OrleansInference.Replicas;

namespace OrleansInference.Routing.Failures;

/// <summary>
/// Takes pools that fail out of the choice for a while, as Envoy's outlier detection does (consecutive_5xx, base_ejection_time, max_ejection_time, max_ejection_percent):
/// <list type="bullet">
/// <item>A pool is ejected for faults in a row, or time-outs while others answer, or by <see cref="LatencyComparison"/>.</item>
/// <item>An ejection lasts twice as long as the one before, up to a limit (Envoy adds the base time instead).</item>
/// <item>After it the pool is on probation: one request at a time. Three that succeed bring it back; one that fails ejects it again.</item>
/// <item>Ejected pools and those on probation are never more than a share of all, and never all. (Envoy counts only the ejected.)</item>
/// </list>
/// One for each model version of a dispatcher: its pools are those among which a request can choose. For any thread; one short lock, which attempts on healthy pools do not take.
/// </summary>
internal sealed class OutlierDetector(FailureOptions options, TimeProvider time, Action<PoolHealth>? changed = null)
{
    /// <summary>Successes in a row, one at a time, that end probation.</summary>
    public const int TrialsToReturn = 3;

    // With 32 answers each, a pool's median moves within a second where it matters.
    private static readonly TimeSpan ComparisonPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<PoolHealth> _pools = [];
    private readonly LatencyComparison _latency = new(options.LatencyFactor);
    private readonly long _longestTerm =
        (long)(Math.Max(options.BaseEjection.TotalSeconds, options.MaxEjection.TotalSeconds) * time.TimestampFrequency);

    private long _comparedAt = time.GetTimestamp();
    private long _answersOfRemoved;
    private int _out, _version;

    /// <summary>Another number whenever <see cref="PoolHealth.MayTake"/> of a pool may have changed, or <see cref="PoolHealth.ReturnedAt"/>.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>A pool that requests can now choose. In full service from the start.</summary>
    public PoolHealth Add(PoolKey key)
    {
        var pool = new PoolHealth(key, this) { WellSince = time.GetTimestamp() };
        lock (_lock) _pools.Add(pool);
        return pool;
    }

    /// <summary>A pool that requests can choose no more. Where too few of the others are left in service, ejected ones return.</summary>
    public void Remove(PoolHealth pool, long now)
    {
        lock (_lock)
        {
            if (!_pools.Remove(pool)) return;
            pool.IsRemoved = true;
            _answersOfRemoved += pool.Ratios.Added;
            if (pool.Phase != PoolPhase.Full) _out--;
            while (_out > MostOut) Enter(NextToReturn(), PoolPhase.Full, now);
        }
    }

    /// <summary>Ends ejections whose time is over, and compares latencies once in a second. To be called every 100 ms or so.</summary>
    public void Refresh(long now)
    {
        lock (_lock)
        {
            foreach (var pool in _pools)
            {
                if (pool.Phase == PoolPhase.Ejected && now >= pool.EjectedUntil) Enter(pool, PoolPhase.Probation, now);
                else if (pool.Phase == PoolPhase.Full && pool.Ejections > 0 && now - pool.WellSince >= TermOf(pool.Ejections))
                    (pool.Ejections, pool.WellSince) = (pool.Ejections - 1, now);
            }
            if (time.GetElapsedTime(_comparedAt, now) < ComparisonPeriod) return;
            _comparedAt = now;
            _latency.Compare(_pools);
            foreach (var pool in _pools)
                if (pool.SlowComparisons >= LatencyComparison.Rounds) TryEject(pool, EjectionCause.Latency, now);
        }
    }

    internal void Fail(PoolHealth pool, long ticket, AttemptResult result, long now)
    {
        lock (_lock)
        {
            if (!pool.IsAt(ticket)) return;
            var failures = pool.CountFailure();
            if (failures == 1) pool.AnswersElsewhere = AnswersElsewhere(pool);
            if (failures < options.ConsecutiveFaults) return;
            // A time-out may be the limit's fault: where all are slower than expected, no pool is an outlier, and fewer pools would be slower still.
            if (result == AttemptResult.TimedOut && AnswersElsewhere(pool) - pool.AnswersElsewhere < options.ConsecutiveFaults - 1) return;
            TryEject(pool, EjectionCause.Faults, now);
        }
    }

    internal bool TryBeginTrial(PoolHealth pool, long ticket)
    {
        lock (_lock)
        {
            if (!pool.IsAt(ticket) || !pool.TryStartTrial()) return false;
            _version++;
            return true;
        }
    }

    internal void EndTrial(PoolHealth pool, long ticket, AttemptResult result, double ratio, long now)
    {
        lock (_lock)
        {
            if (!pool.IsAt(ticket) || pool.IsRemoved) return;
            pool.EndTrial();
            _version++;
            if (result == AttemptResult.Neutral) return;
            // One late answer is no fault of a pool that was ejected for faults: it is cold.
            var isLate = pool.Cause == EjectionCause.Latency && ratio > _latency.Limit;
            if (result != AttemptResult.Success || isLate) Eject(pool, isLate ? EjectionCause.Latency : EjectionCause.Faults, now);
            else if (++pool.Successes >= TrialsToReturn) Enter(pool, PoolPhase.Full, now);
        }
    }

    private long AnswersElsewhere(PoolHealth pool)
    {
        var answers = _answersOfRemoved - pool.Ratios.Added;
        foreach (var each in _pools) answers += each.Ratios.Added;
        return answers;
    }

    private int MostOut => Math.Max(0, Math.Min(_pools.Count - 1, (int)(_pools.Count * options.MaxEjectedShare)));

    private void TryEject(PoolHealth pool, EjectionCause cause, long now)
    {
        if (pool is { Phase: PoolPhase.Full, IsRemoved: false } && _out < MostOut) Eject(pool, cause, now);
    }

    private void Eject(PoolHealth pool, EjectionCause cause, long now)
    {
        // Beyond the longest nothing is added, or it would take as long to forget.
        if (pool.Ejections == 0 || TermOf(pool.Ejections) < _longestTerm) pool.Ejections++;
        (pool.Cause, pool.EjectedUntil) = (cause, now + TermOf(pool.Ejections));
        Enter(pool, PoolPhase.Ejected, now);
    }

    private void Enter(PoolHealth pool, PoolPhase phase, long now)
    {
        _out += (phase == PoolPhase.Full ? 0 : 1) - (pool.Phase == PoolPhase.Full ? 0 : 1);
        pool.Enter(phase, now);
        _version++;
        changed?.Invoke(pool);
    }

    /// <summary>The one that is nearest to full service.</summary>
    private PoolHealth NextToReturn()
    {
        PoolHealth? next = null;
        foreach (var pool in _pools)
            if (pool.Phase == PoolPhase.Probation || (pool.Phase == PoolPhase.Ejected && (next is null || pool.EjectedUntil < next.EjectedUntil))) next = pool;
        return next!;
    }

    private long TermOf(int ejections) => (long)Math.Min(_longestTerm, options.BaseEjection.TotalSeconds * Math.Pow(2, ejections - 1) * time.TimestampFrequency);
}
