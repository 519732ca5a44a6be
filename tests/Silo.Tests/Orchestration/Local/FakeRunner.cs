using System.Collections.Concurrent;

namespace OrleansInference.Orchestration.Local;

/// <summary>Silos that start and end as the test says.</summary>
internal sealed class FakeRunner : ISiloRunner
{
    private readonly ConcurrentQueue<FakeRun> _runs = [];

    public string Name => "fake";

    /// <summary>Every run that was ever started, in order.</summary>
    public FakeRun[] Runs => [.. _runs];

    /// <summary>The latest run of a silo.</summary>
    public FakeRun Of(string silo) => Runs.Last(run => run.Spec.Name == silo);

    public ISiloRun Start(ChildSpec silo)
    {
        var run = new FakeRun(silo);
        _runs.Enqueue(run);
        return run;
    }
}
