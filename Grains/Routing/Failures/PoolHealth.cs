using OrleansInference.Replicas;

namespace OrleansInference.Routing.Failures;

/// <summary>
/// What a dispatcher has seen of one pool, kept beside its route. Each attempt begins with <see cref="TryBegin"/> and ends with one <see cref="Record"/>.
/// For any thread: an attempt on a pool in full service takes no lock; everything else happens under the detector's, which changes phases.
/// </summary>
internal sealed class PoolHealth
{
    private const int PhaseBits = 2;

    private readonly OutlierDetector _detector;

    // Counts the phases that it has been in, above the phase: what began in an earlier one says nothing of this one.
    private long _term;
    private int _faults;
    private volatile bool _isOnTrial;
    private long _returnedAt;

    public PoolHealth(PoolKey pool, OutlierDetector detector) => (Pool, _detector) = (pool, detector);

    public PoolKey Pool { get; }

    public PoolPhase Phase => PhaseOf(Volatile.Read(ref _term));

    /// <summary>For the mask of the candidates. Cheap, and may be out of date at once: <see cref="TryBegin"/> decides.</summary>
    public bool MayTake => Phase switch { PoolPhase.Full => true, PoolPhase.Probation => !_isOnTrial, _ => false };

    /// <summary>When it came back into full service, as a timestamp; 0 if it was never ejected. Slow start counts from here too.</summary>
    public long ReturnedAt => Volatile.Read(ref _returnedAt);

    /// <summary>Ejections that count: one is forgotten for each such time as it would last now, spent in full service.</summary>
    public int Ejections { get; internal set; }

    /// <summary>Of the last ejection.</summary>
    public EjectionCause Cause { get; internal set; }

    /// <summary>When probation begins, as a timestamp; only of an ejected pool.</summary>
    public long EjectedUntil { get; internal set; }

    /// <summary>Nothing chooses it any more; what is still under way there counts for nothing.</summary>
    internal bool IsRemoved { get; set; }

    // All of these belong to the detector, under its lock.
    internal RecentRatios Ratios { get; } = new();
    internal bool HasNewMedian { get; set; }
    internal long AnswersElsewhere { get; set; }
    internal int SlowComparisons { get; set; }
    internal int Successes { get; set; }
    internal long WellSince { get; set; }

    /// <summary>False where the pool takes nothing, or has its one request of probation already: choose another.</summary>
    /// <param name="ticket">For <see cref="Record"/>.</param>
    public bool TryBegin(out long ticket)
    {
        ticket = Volatile.Read(ref _term);
        return PhaseOf(ticket) switch { PoolPhase.Full => true, PoolPhase.Probation => _detector.TryBeginTrial(this, ticket), _ => false };
    }

    /// <summary>Ends an attempt; exactly once for each that began, also where it was cancelled.</summary>
    /// <param name="ticket">From <see cref="TryBegin"/>. Where the pool has changed its phase since, nothing is counted.</param>
    /// <param name="result">See <see cref="FaultClasses.ResultOf"/>.</param>
    /// <param name="ratio">Of a success: <see cref="LatencyRatio.Of"/> its estimate; else ignored.</param>
    /// <param name="now">A timestamp.</param>
    public void Record(long ticket, AttemptResult result, double ratio, long now)
    {
        if (ticket != Volatile.Read(ref _term)) return;
        if (PhaseOf(ticket) == PoolPhase.Probation)
        {
            _detector.EndTrial(this, ticket, result, ratio, now);
        }
        else if (result == AttemptResult.Success)
        {
            if (Volatile.Read(ref _faults) != 0) Volatile.Write(ref _faults, 0);
            Ratios.Add(ratio);
        }
        else if (result != AttemptResult.Neutral)
        {
            _detector.Fail(this, ticket, result, now);
        }
    }

    /// <summary>How many there were in a row.</summary>
    internal int CountFailure() => Interlocked.Increment(ref _faults);

    internal bool IsAt(long ticket) => Volatile.Read(ref _term) == ticket;

    internal bool TryStartTrial() => !_isOnTrial && (_isOnTrial = true);

    internal void EndTrial() => _isOnTrial = false;

    internal void Enter(PoolPhase phase, long now)
    {
        if (phase == PoolPhase.Full) Volatile.Write(ref _returnedAt, now);
        (WellSince, Successes, SlowComparisons, _isOnTrial) = (now, 0, 0, false);
        Volatile.Write(ref _faults, 0);
        Ratios.Forget();
        Volatile.Write(ref _term, (((_term >> PhaseBits) + 1) << PhaseBits) + (long)phase);
    }

    private static PoolPhase PhaseOf(long term) => (PoolPhase)(term & ((1 << PhaseBits) - 1));
}
