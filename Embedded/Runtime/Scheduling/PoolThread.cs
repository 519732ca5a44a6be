namespace OrleansInference.Embedded;

/// <summary>
/// A thread of the pool that runs turns, and the one activation that it runs next itself. What a turn wakes is mostly what its outcome
/// waits for: run here, it finds its data in the cache, and no other thread has to be woken. All further ones go to the thread pool,
/// where any thread takes them. (Go has this as <c>runnext</c>, Tokio as its LIFO slot.)
/// </summary>
internal sealed class PoolThread
{
    /// <summary>So many in a row, then whatever else waits for the thread gets its turn.</summary>
    private const int InARow = 16;

    // Turns have none of their own; a thread that runs them in the middle of other work has that work's.
    private static readonly ExecutionContext NoContext = FindNoContext();

    [ThreadStatic] private static PoolThread? _known;

    private TurnQueue? _next;
    private bool _isAtWork;

    /// <summary>The thread that this is called on, if it runs turns now.</summary>
    public static PoolThread? Current => _known is { _isAtWork: true } thread ? thread : null;

    public bool HasNext => Volatile.Read(ref _next) is not null;

    /// <summary>Runs turns on this thread, which has nothing else to do.</summary>
    public static void Run(TurnQueue turns)
    {
        var thread = _known ??= new PoolThread();
        thread._isAtWork = true;
        try
        {
            turns.Execute();
            thread.RunNext(static _ => true, false);
        }
        finally
        {
            thread.Leave();
        }
    }

    /// <summary>
    /// Makes a call. On a thread of the pool that runs no turns yet, what the call wakes runs before this returns, until the call has its
    /// outcome or waits for something else.
    /// </summary>
    public static void Call<TCall>(TCall call, Action<TCall> make, Func<TCall, bool> isWaiting)
    {
        if (!MayCallHere())
        {
            make(call);
            return;
        }

        var thread = _known ??= new PoolThread();
        var context = ExecutionContext.Capture();
        thread._isAtWork = true;
        try
        {
            make(call);
            if (!thread.HasNext) return;
            ExecutionContext.Restore(NoContext);
            thread.RunNext(isWaiting, call);
        }
        finally
        {
            thread.Leave();
            if (context is not null) ExecutionContext.Restore(context);
        }
    }

    /// <summary>Whether this thread takes the turns.</summary>
    public bool TryTake(TurnQueue turns) => Interlocked.CompareExchange(ref _next, turns, null) is null;

    /// <summary>Has another thread run what this one was to run next. Any thread.</summary>
    public void GiveAway()
    {
        if (Interlocked.Exchange(ref _next, null) is { } turns) ThreadPool.UnsafeQueueUserWorkItem(turns, preferLocal: false);
    }

    private static bool MayCallHere() =>
        Current is null && Thread.CurrentThread.IsThreadPoolThread && SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default;

    private void RunNext<TState>(Func<TState, bool> goesOn, TState state)
    {
        for (var i = 0; i < InARow && goesOn(state) && Interlocked.Exchange(ref _next, null) is { } turns; i++) turns.Execute();
    }

    private void Leave()
    {
        _isAtWork = false;
        GiveAway();
    }

    private static ExecutionContext FindNoContext()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }
}
