namespace Orleans.Runtime;

/// <summary>The lifecycle of a silo: stages start in ascending order, each after the one below has ended, and stop in descending order.</summary>
public interface ISiloLifecycle : ILifecycleObservable
{
    int HighestCompletedStage { get; }

    int LowestStoppedStage { get; }
}
