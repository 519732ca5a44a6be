namespace OrleansInference.Bench;

/// <summary>One way of a request, and the grain calls that it is measured against.</summary>
/// <param name="Name">For people.</param>
/// <param name="Callers">At once.</param>
/// <param name="Bare">One grain call.</param>
/// <param name="Worker">One that calls a worker beside it, as a pool does.</param>
/// <param name="Ours">A request through the dispatcher.</param>
internal sealed record ClusterCase(string Name, int Callers, Func<Task> Bare, Func<Task> Worker, Func<Task> Ours)
{
    public List<CallRun> BareRuns { get; } = [];

    public List<CallRun> WorkerRuns { get; } = [];

    public List<CallRun> OurRuns { get; } = [];

    public IEnumerable<Func<Task>> Steps(TimeSpan duration, Func<TimeSpan> processorTime) =>
    [
        async () => BareRuns.Add(await CallLoop.RunAsync(Bare, Callers, duration, processorTime)),
        async () => WorkerRuns.Add(await CallLoop.RunAsync(Worker, Callers, duration, processorTime)),
        async () => OurRuns.Add(await CallLoop.RunAsync(Ours, Callers, duration, processorTime)),
    ];
}
