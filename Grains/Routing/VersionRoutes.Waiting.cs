using OrleansInference.Inference;
using OrleansInference.Replicas;
using OrleansInference.Routing.Waiting;
using OrleansInference.Work;

namespace OrleansInference.Routing;

// Requests for which no pool has room wait here, where they can still go to any.
internal sealed partial class VersionRoutes : IDisposable
{
    /// <summary>Offers and answers say when there is room. Should one be lost, this is how long it is not noticed.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Where pools differ, the first in turn may do best to wait for a fast one, and the next to take a slow one. So many are looked at; more would cost more
    /// than they gain.
    /// </summary>
    private const int LookAhead = 32;

    /// <summary>An offered place is sure; that another pool is idle by now is mostly a guess.</summary>
    private const double UncertainSeconds = 0.002;

    private readonly DispatchQueue _queue;
    private readonly ITimer _timer;
    private DateTimeOffset _timerAt = DateTimeOffset.MaxValue;

    private readonly DispatchCounters _counters = new();

    /// <summary>Of requests that have ended here, before any pool had them.</summary>
    public PoolStatistics Statistics => _counters.Statistics;

    /// <summary>Requests that wait.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_lock) return _queue.Count;
        }
    }

    /// <summary>The same, and what they cost by.</summary>
    public (int Count, WorkFeatures Work) Waiting
    {
        get
        {
            lock (_lock) return (_queue.Count, _queue.Work);
        }
    }

    /// <summary>The caller has gone, or need not wait any more.</summary>
    public void Abandon(WaitingRequest waiting)
    {
        lock (_lock) _queue.Remove(waiting);
        _counters.Failed(FaultKind.Cancelled, _time.GetUtcNow() - waiting.EnqueuedAt);
    }

    public void Dispose() => _timer.Dispose();

    private Claim Wait(InferenceRequest request, in RequestWork work, PoolRoute[] tried, TimeSpan untilIdle, ref Settlements settled)
    {
        var now = _time.GetUtcNow();
        if (_queue.Enqueue(request, work, tried, Math.Max(1, _replicas), untilIdle, now, out var waiting) is { } refusal)
        {
            _counters.Failed(refusal.Kind, TimeSpan.Zero);
            return new Claim(null, null, refusal);
        }

        // It may go before others, or to a pool that none of them wants.
        Place(ref settled);
        Arm(Earlier(now + LookAgain, Earlier(waiting.Deadline, waiting.QueuedUntil)));
        return waiting.Lease is { } lease ? new Claim(lease, null, null) : new Claim(null, waiting, null);
    }

    /// <summary>Gives places to those that wait, in their turn.</summary>
    private void Place(ref Settlements settled)
    {
        if (_queue.Count == 0) return;
        var (now, clock) = (Now, _time.GetUtcNow());
        while (_queue.Head(clock) is { } head)
            if (!TryPlace(head, now, clock, ref settled)) break;
        if (_differ && _queue.Count > 1) PlaceBehind(now, clock, ref settled);
    }

    /// <summary>Gives an offered place to the first in turn, unless it would be done much earlier elsewhere.</summary>
    private bool TakeOffer(PoolRoute route, ref Settlements settled)
    {
        if (route.Slot < 0 || !_loads.IsOpen(route.Slot) || _queue.Head(_time.GetUtcNow()) is not WaitingRequest { Outcome.IsCompleted: false } head || head.Tried.Contains(route))
            return false;
        var ask = AskOf(head.Request, SecondsOf(head.Work), head.Items);
        if (_loads.FirstToFinish(ask) is var first && _loads.FinishAt(first, ask) + UncertainSeconds < _loads.FinishAt(route.Slot, ask)) return false;
        _queue.Take(head);
        head.Lease = Lease(route.Slot, ask, isOnlyPlace: false);
        settled.Add(head, WaitingRequest.Placed);
        return true;
    }

    /// <summary>True where it waits no more.</summary>
    private bool TryPlace(WaitingRequest waiting, double now, DateTimeOffset clock, ref Settlements settled)
    {
        var ask = AskOf(waiting.Request, SecondsOf(waiting.Work), waiting.Items);
        var pool = Pick(ask, waiting.Tried, out var isOnlyPlace);
        if (pool < 0 && !waiting.Outcome.IsCompleted && IsHeld())
        {
            if ((pool = NextToAsk(now)) < 0) return false;
            isOnlyPlace = true;
        }
        if (pool < 0 || waiting.Outcome.IsCompleted)
        {
            // No pool is left: as if it came anew.
            _queue.Remove(waiting);
            settled.Add(waiting, WaitingRequest.Placed);
            return true;
        }
        if (_cost.HasLearned && DispatchQueue.TooLate(waiting, ask.Seconds * _loads.Slowness[pool], clock) is { } fault)
        {
            _queue.Remove(waiting);
            _counters.Failed(fault.Kind, clock - waiting.EnqueuedAt);
            settled.Add(waiting, InferenceOutcome.Of(fault));
            return true;
        }
        if (!isOnlyPlace && !HasRoom(ref pool, ask)) return false;
        _queue.Take(waiting);
        waiting.Lease = Lease(pool, ask, isOnlyPlace);
        settled.Add(waiting, WaitingRequest.Placed);
        return true;
    }

    /// <summary>Lets each that waits take, for the while of this look, the place that it would wait for; the next in turn may then want one that is free.</summary>
    private void PlaceBehind(double now, DateTimeOffset clock, ref Settlements settled)
    {
        Span<double> startAt = _loads.Count <= 256 ? stackalloc double[_loads.Count] : new double[_loads.Count];
        _loads.StartAt.CopyTo(startAt);
        for (var i = 0; i < Math.Min(_queue.Count, LookAhead);)
        {
            var waiting = _queue.At(i);
            var ask = AskOf(waiting.Request, SecondsOf(waiting.Work), waiting.Items);
            var pool = Pick(ask, waiting.Tried, out _);
            if (pool < 0) break;
            if (HasRoom(pool, now) && startAt[pool] == _loads.StartAt[pool])
            {
                if (!TryPlace(waiting, now, clock, ref settled)) break;
                startAt[pool] = _loads.StartAt[pool];
                continue;
            }
            _loads.StartAt[pool] = Math.Max(now, _loads.StartAt[pool]) + (ask.Seconds * _loads.Slowness[pool] / _loads.Pools[pool].Replicas);
            i++;
        }
        startAt.CopyTo(_loads.StartAt);
    }

    private void OnTimer()
    {
        var settled = default(Settlements);
        bool isHeld;
        lock (_lock)
        {
            _timerAt = DateTimeOffset.MaxValue;
            var now = _time.GetUtcNow();
            LookAtHealth(Now);
            _queue.TakeOverdue(now, _counters, ref settled);
            Place(ref settled);
            if (_queue.Count > 0) Arm(Earlier(now + LookAgain, _queue.NextChange));
            isHeld = _queue.Count > 0 && IsHeld();
        }
        settled.Settle();
        if (isHeld) Wake();
    }

    private void Arm(DateTimeOffset at)
    {
        if (at >= _timerAt) return;
        _timerAt = at;
        var due = at - _time.GetUtcNow();
        _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private static DateTimeOffset Earlier(DateTimeOffset x, DateTimeOffset y) => x < y ? x : y;
}
