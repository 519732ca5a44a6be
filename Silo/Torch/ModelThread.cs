using System.Diagnostics.CodeAnalysis;

namespace OrleansInference.Torch;

/// <summary>
/// The thread of one loaded model, where its native calls happen: no grain turn blocks on them, and what torch keeps per thread (threads of
/// an operation, inference mode) belongs to one model. A short job may run on the caller's own thread instead (<see cref="TryRunHere"/>);
/// still there is one at a time.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Whoever gave the last job may still be about to set the event; it owns no more than a finalizer frees.")]
internal sealed class ModelThread
{
    private readonly Queue<Action> _jobs = new();

    // Rather than Monitor.Pulse, which wakes the thread into a lock that is still held: that takes twice as long, 20 µs against 10.
    private readonly AutoResetEvent _hasJobs = new(initialState: false);
    private bool _isBusy;
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

    /// <summary>Runs <paramref name="job"/> on the calling thread; false where another job runs or waits, or the last one was given.</summary>
    public bool TryRunHere<T>(Func<T> job, [MaybeNullWhen(false)] out T result)
    {
        lock (_jobs)
        {
            result = default;
            if (_isBusy || _closed || _jobs.Count > 0)
                return false;
            _isBusy = true;
        }
        try
        {
            result = job();
            return true;
        }
        finally
        {
            EndJob();
        }
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
            if (job is null)
            {
                _hasJobs.WaitOne();
                continue;
            }
            job();
            EndJob();
        }
    }

    /// <summary>False once there is nothing left to come; null where there is nothing to do yet.</summary>
    private bool TryTake(out Action? job)
    {
        lock (_jobs)
        {
            job = null;
            if (!_isBusy)
                _isBusy = _jobs.TryDequeue(out job);
            return _isBusy || !_closed;
        }
    }

    private void EndJob()
    {
        lock (_jobs)
        {
            _isBusy = false;
            if (_jobs.Count == 0)
                return;
        }
        _hasJobs.Set();
    }
}
