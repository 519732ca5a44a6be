namespace OrleansInference.Embedded;

/// <summary>
/// Runs the turns of one activation (or of a silo itself) one after another. It is the <see cref="TaskScheduler.Current"/> of its
/// turns, so that what they await comes back to it.
/// </summary>
internal sealed class TurnQueue(string name, Node node, IGrainContext? context) : TaskScheduler, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<Task> _turns = new();
    private PoolThread? _thread;
    private long _turnStarted;
    private bool _scheduled;
    private bool _stopped;

    /// <summary>For traces and logs; the same in each run of a simulation.</summary>
    public string Name { get; } = name;

    public int NameHash { get; } = StableHash.Of(name);

    public Node Node { get; } = node;

    /// <summary>When the turn that runs now began, by <see cref="Node.Clock"/>; 0 between turns.</summary>
    public long TurnStarted => Volatile.Read(ref _turnStarted);

    /// <summary>The thread of the pool where its turns run now.</summary>
    public PoolThread? Thread => Volatile.Read(ref _thread);

    /// <summary>The start of the last turn that was reported as long.</summary>
    public long TurnReported { get; set; }

    /// <summary>Runs work as a turn, outside of the caller's execution context.</summary>
    public void Run(Action<object?> work, object? state)
    {
        Task turn;
        if (ExecutionContext.IsFlowSuppressed())
        {
            turn = new Task(work, state);
        }
        else
        {
            using var flow = ExecutionContext.SuppressFlow();
            turn = new Task(work, state);
        }

        turn.Start(this);
    }

    /// <summary>As <see cref="Run"/>, for work that takes more than one turn. Never ends where the queue is stopped.</summary>
    public Task RunAsync(Func<Task> work)
    {
        var done = new TaskCompletionSource(Node.Driver.CompletionOptions);
        Run(static state =>
        {
            var (work, done) = ((Func<Task>, TaskCompletionSource))state!;
            _ = FollowAsync(work, done);
        }, (work, done));
        return done.Task;
    }

    /// <summary>Drops what waits and whatever comes: the silo has crashed.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            _turns.Clear();
        }
    }

    /// <summary>On a thread of the pool, which has nothing else to do.</summary>
    void IThreadPoolWorkItem.Execute() => PoolThread.Run(this);

    /// <summary>Runs what waits, or some of it.</summary>
    public void Execute()
    {
        var clean = ExecutionContext.Capture();
        var began = Node.Clock.GetTimestamp();
        RuntimeContext.Current = context;
        Volatile.Write(ref _thread, PoolThread.Current);
        try
        {
            while (TryTake(out var turn))
            {
                var started = Node.Clock.GetTimestamp();
                Volatile.Write(ref _turnStarted, started);
                TryExecuteTask(turn);
                Volatile.Write(ref _turnStarted, 0);
                if (clean is not null) ExecutionContext.Restore(clean);
                var now = Node.Clock.GetTimestamp();
                Node.TurnEnded(this, started, now);
                if (Node.Driver.MustYield || now - began > Node.SchedulingQuantumTicks) break;
            }
        }
        finally
        {
            RuntimeContext.Current = null;
            Volatile.Write(ref _thread, null);
        }

        lock (_lock)
        {
            _scheduled = _turns.Count > 0;
            if (!_scheduled) return;
        }

        Node.Driver.Schedule(this);
    }

    protected override void QueueTask(Task task)
    {
        Node.Driver.CheckThread(Name);
        lock (_lock)
        {
            if (_stopped) return;
            _turns.Enqueue(task);
            if (_scheduled) return;
            _scheduled = true;
        }

        Node.Driver.Schedule(this);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Current, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock) return [.. _turns];
    }

    private static async Task FollowAsync(Func<Task> work, TaskCompletionSource done)
    {
        try
        {
            await work();
            done.SetResult();
        }
        catch (Exception error)
        {
            done.SetException(error);
        }
    }

    private bool TryTake(out Task turn)
    {
        lock (_lock) return _turns.TryDequeue(out turn!);
    }
}
