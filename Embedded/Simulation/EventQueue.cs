using OrleansInference.Embedded;

namespace OrleansInference.Simulation;

/// <summary>
/// Everything that is to happen, ordered by due time, then by a seeded draw, then by the order of posting. Time stands still while
/// something is due and jumps to the next event otherwise. All on one thread; other threads that come near are remembered as escapes.
/// </summary>
internal sealed class EventQueue(int seed)
{
    private readonly PriorityQueue<SimulatedEvent, (long Due, long Tie, long Sequence)> _events = new();
    private readonly Random _ties = new(seed);
    private int _thread = Environment.CurrentManagedThreadId;
    private string? _escape;
    private long _sequence;

    /// <summary>Ticks since the simulation began.</summary>
    public long Now { get; private set; }

    /// <summary>Events that happened.</summary>
    public long Count { get; private set; }

    /// <summary>Folds time, kind, target and sequence of every event so far.</summary>
    public ulong TraceHash { get; private set; } = StableHash.Start;

    /// <summary>The simulation goes on on the calling thread.</summary>
    public void Adopt() => _thread = Environment.CurrentManagedThreadId;

    public SimulatedEvent Post(TimeSpan delay, string kind, int target, Action run)
    {
        var posted = new SimulatedEvent(Now + Math.Max(delay.Ticks, 0), kind, target, run);
        if (CheckThread(kind)) _events.Enqueue(posted, (posted.Due, _ties.NextInt64(), _sequence++));
        return posted;
    }

    /// <summary>Whether this is the simulation's thread; if not, the simulation will fail.</summary>
    public bool CheckThread(string what)
    {
        if (Environment.CurrentManagedThreadId == _thread) return true;
        Interlocked.CompareExchange(ref _escape, $"'{what}' came from another thread:{Environment.NewLine}{Environment.StackTrace}", null);
        return false;
    }

    /// <summary>Has the next event happen; false where there is none up to <paramref name="limit"/>.</summary>
    public bool RunNext(long limit)
    {
        ThrowIfEscaped();
        while (_events.TryPeek(out var next, out var order))
        {
            if (!next.IsCancelled && next.Due > limit) return false;
            _events.Dequeue();
            if (next.IsCancelled) continue;
            Now = next.Due;
            Count++;
            TraceHash = StableHash.Fold(StableHash.Fold(StableHash.Fold(StableHash.Fold(TraceHash, next.Due), StableHash.Of(next.Kind)), next.Target), order.Sequence);
            next.Run();
            return true;
        }

        return false;
    }

    /// <summary>Whether nothing is left to happen, ever.</summary>
    public bool IsEmpty => _events.Count == 0;

    /// <summary>Fails where code has left the simulation's thread.</summary>
    /// <param name="wait">Real time to wait for such code to show up.</param>
    public void ThrowIfEscaped(TimeSpan wait = default)
    {
        if (wait > TimeSpan.Zero) SpinWait.SpinUntil(() => Volatile.Read(ref _escape) is not null, wait);
        if (Volatile.Read(ref _escape) is { } escape)
            throw new InvalidOperationException(
                $"Code left the simulation's scheduler (a pending ConfigureAwait(false), Task.Run, CancelAsync, SemaphoreSlim.WaitAsync with a token, …). {escape}");
    }
}
