using System.Diagnostics.CodeAnalysis;

namespace OrleansInference.Torch;

/// <summary>
/// The thread of one loaded model, where all its native calls happen: a grain turn never blocks on native code, and what torch keeps
/// per thread (threads of an operation, inference mode) belongs to one model.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Whoever gave the last job may still be about to set the event; it owns no more than a finalizer frees.")]
internal sealed class ModelThread
{
    private readonly Queue<Action> _jobs = new();

    // Rather than Monitor.Pulse, which wakes the thread into a lock that is still held: that takes twice as long, 20 µs against 10.
    private readonly AutoResetEvent _hasJobs = new(initialState: false);
    private bool _closed;

    public ModelThread(string name)
    {
        // Twice a main thread's stack: libtorch recurses over a program's structure.
        var thread = new Thread(Work, maxStackSize: 16 << 20) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>Runs <paramref name="job"/> after those before it; false once the thread has been given its last one.</summary>
    public bool TryRun<T>(Func<T> job, [NotNullWhen(true)] out Task<T>? run, bool last = false)
    {
        run = null;
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_jobs)
        {
            if (_closed)
                return false;
            _closed = last;
            _jobs.Enqueue(() => Complete(completion, job));
        }
        _hasJobs.Set();
        run = completion.Task;
        return true;
    }

    /// <summary>Ends the thread after what it has to do.</summary>
    public void Close() => TryRun(() => true, out _, last: true);

    private static void Complete<T>(TaskCompletionSource<T> completion, Func<T> job)
    {
        try
        {
            completion.SetResult(job());
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
    }

    private void Work()
    {
        while (TryTake(out var job))
        {
            if (job is null) _hasJobs.WaitOne();
            else job();
        }
    }

    /// <summary>False once there is nothing left to come; null where there is nothing yet.</summary>
    private bool TryTake(out Action? job)
    {
        lock (_jobs) return _jobs.TryDequeue(out job) || !_closed;
    }
}
