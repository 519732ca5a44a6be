namespace Orleans.Runtime;

/// <summary>The caller's silo, several activations for one grain id.</summary>
internal sealed class StatelessWorkerPlacement(int maxLocal = 0, bool removeIdleWorkers = true) : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;

    public int MaxLocal { get; } = maxLocal > 0 ? maxLocal : Environment.ProcessorCount;

    public bool RemoveIdleWorkers { get; } = removeIdleWorkers;
}
