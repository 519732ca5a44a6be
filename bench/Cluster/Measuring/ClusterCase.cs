namespace OrleansInference.Bench;

/// <summary>One way of a request, and the bare grain call that it is measured against.</summary>
internal sealed record ClusterCase(string Name, int Callers, Func<Task> Bare, Func<Task> Ours)
{
    public List<CallRun> BareRuns { get; } = [];

    public List<CallRun> OurRuns { get; } = [];

    public IEnumerable<Func<Task>> Steps(TimeSpan duration, Func<TimeSpan> processorTime) =>
    [
        async () => BareRuns.Add(await CallLoop.RunAsync(Bare, Callers, duration, processorTime)),
        async () => OurRuns.Add(await CallLoop.RunAsync(Ours, Callers, duration, processorTime)),
    ];
}
