using System.Diagnostics.CodeAnalysis;

namespace OrleansInference.Torch;

/// <summary>
/// The thread of one loaded model, where all its native calls happen: a grain turn never blocks on native code, and what torch keeps
/// per thread (threads of an operation, inference mode) belongs to one model.
/// </summary>
internal sealed class ModelThread
{
    private readonly Queue<Action> _jobs = new();
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
            Monitor.Pulse(_jobs);
        }
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
        while (true)
        {
            Action? job;
            lock (_jobs)
            {
                while (!_jobs.TryDequeue(out job))
                {
                    if (_closed)
                        return;
                    Monitor.Wait(_jobs);
                }
            }
            job();
        }
    }
}
