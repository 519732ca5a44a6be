using Orleans.Placement;

namespace Orleans.Concurrency;

/// <summary>
/// Activations on the caller's silo, as many as <c>maxLocalWorkers</c> (the processor count by default) for each grain id; another
/// one is made only when all are busy. Idle ones are removed unless <c>removeIdleWorkers</c> is false.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : PlacementAttribute
{
    public StatelessWorkerAttribute() : base(new StatelessWorkerPlacement()) { }

    public StatelessWorkerAttribute(int maxLocalWorkers) : base(new StatelessWorkerPlacement(maxLocalWorkers))
    {
        MaxLocalWorkers = maxLocalWorkers;
    }

    public StatelessWorkerAttribute(int maxLocalWorkers, bool removeIdleWorkers)
        : base(new StatelessWorkerPlacement(maxLocalWorkers, removeIdleWorkers))
    {
        MaxLocalWorkers = maxLocalWorkers;
        RemoveIdleWorkers = removeIdleWorkers;
    }

    internal int MaxLocalWorkers { get; }

    internal bool RemoveIdleWorkers { get; } = true;
}
