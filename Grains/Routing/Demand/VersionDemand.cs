using OrleansInference.Autoscaling;
using OrleansInference.Inference;
using OrleansInference.Telemetry;
using OrleansInference.Work;

namespace OrleansInference.Routing.Demand;

/// <summary>
/// Counts what is asked of a model version at this dispatcher: each request once, whether it is served, refused or finds no pool. Retries and copies against
/// slow pools do not count, or failures would look like load; a copy to a shadow version counts there as any request does, for replicas have to run it.
/// Outlasts the version's pools. Any thread.
/// </summary>
internal sealed class VersionDemand(long version, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _since;
    private long _arrivals, _unmeasured, _refused, _late, _lastAt;
    private double _work, _workSquares, _gaps, _gapSquares;
    private int _inFlight;
    private Histogram? _waits, _latencies;
    private WorkPrice? _price;

    /// <summary>What its requests cost, once that was measured. Kept while it has no pool.</summary>
    public WorkPrice? Price
    {
        get { lock (_lock) return _price; }
        set { lock (_lock) _price = value; }
    }

    /// <summary>Requests that have come, and how many of them are here.</summary>
    public (long Arrivals, int InFlight) Count
    {
        get { lock (_lock) return (_arrivals, _inFlight); }
    }

    /// <summary>A request has come for which there is no pool.</summary>
    public void Come(InferenceRequest request, long at) => Come(WorkFeatures.Of(request, Price is { BatchSize: > 1 }), at);

    /// <summary>A request has come, which is to <see cref="Leave"/> once.</summary>
    /// <param name="work">What it costs by.</param>
    /// <param name="at">A timestamp.</param>
    public void Come(in WorkFeatures work, long at)
    {
        lock (_lock)
        {
            if (_arrivals++ == 0)
            {
                _since = time.GetUtcNow();
            }
            else if (at > _lastAt)
            {
                // Threads may come out of turn; the later arrival's gap then holds both.
                var gap = time.GetElapsedTime(_lastAt, at).TotalSeconds;
                _gaps += gap;
                _gapSquares += gap * gap;
            }
            _lastAt = Math.Max(_lastAt, at);
            _inFlight++;
            if (_price is not { } price)
            {
                _unmeasured++;
                return;
            }
            var seconds = price.Of(work);
            _work += seconds;
            _workSquares += seconds * seconds;
        }
    }

    /// <summary>A request has its outcome; null where no pool was ready for it.</summary>
    /// <param name="latency">Since it came.</param>
    /// <param name="batchTime">Of the batch that it ran in.</param>
    public void Leave(InferenceOutcome? outcome, TimeSpan latency, TimeSpan batchTime)
    {
        lock (_lock)
        {
            _inFlight--;
            if (outcome?.Fault is { } fault) Tally(fault);
            if (outcome?.Response is null) return;
            Record(_waits ??= new Histogram(), latency - batchTime);
            Record(_latencies ??= new Histogram(), latency);
        }
    }

    /// <summary>Null where nothing was ever asked.</summary>
    /// <param name="waiting">Requests that wait in this dispatcher.</param>
    /// <param name="work">What they cost by.</param>
    public DemandCounters? Read(int waiting, in WorkFeatures work)
    {
        lock (_lock)
        {
            if (_arrivals == 0) return null;
            return new DemandCounters
            {
                Version = version,
                Since = _since,
                Arrivals = _arrivals,
                WorkSeconds = _work,
                WorkSquares = _workSquares,
                GapSeconds = _gaps,
                GapSquares = _gapSquares,
                Refused = _refused,
                Late = _late,
                InFlight = _inFlight,
                Waiting = waiting,
                WaitingSeconds = waiting > 0 && _price is { } price ? price.Of(work) : 0,
                Waits = _waits?.Snapshot() ?? HistogramSnapshot.Empty,
                Latencies = _latencies?.Snapshot() ?? HistogramSnapshot.Empty,
                Unmeasured = _unmeasured,
            };
        }
    }

    /// <summary>A deadline that could not have been met is known by when to try again; nothing says so once it has been missed.</summary>
    private void Tally(InferenceFault fault)
    {
        if (fault.Kind == FaultKind.QueueFull || fault is { Kind: FaultKind.DeadlineExceeded, RetryAfter: not null }) _refused++;
        else if (fault.Kind == FaultKind.DeadlineExceeded) _late++;
    }

    private static void Record(Histogram histogram, TimeSpan duration) => histogram.Record(duration.Ticks * TimeSpan.NanosecondsPerTick);
}
