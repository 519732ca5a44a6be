using System.Collections.Concurrent;

namespace OrleansInference.Orchestration.Processes;

/// <summary>Starts processes that end with their parent: what they watch is the thread that started them, and a thread of the pool may end long before the process.</summary>
internal sealed class StarterThread : IDisposable
{
    private readonly BlockingCollection<Action> _jobs = [];
    private readonly Thread _thread;

    public StarterThread()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "silo starter" };
        _thread.Start();
    }

    public Task RunAsync(Action job)
    {
        var task = new Task(job);
        _jobs.Add(task.RunSynchronously);
        return task;
    }

    /// <summary>Ends the thread, and with it each process that still watches it.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        _thread.Join();
        _jobs.Dispose();
    }

    private void Work()
    {
        foreach (var job in _jobs.GetConsumingEnumerable()) job();
    }
}
