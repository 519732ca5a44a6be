namespace OrleansInference.Cluster;

/// <summary>Holds up the loads of the model <c>double</c> on a silo.</summary>
internal sealed class LoadGate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _opened.Task;

    public void Open() => _opened.TrySetResult();
}
