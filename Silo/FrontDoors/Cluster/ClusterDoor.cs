namespace OrleansInference.FrontDoors.Cluster;

/// <summary>Whether the Orleans door may answer: Orleans opens a silo's gateway before the silo has listed its models, all of which would be unknown.</summary>
internal sealed class ClusterDoor
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => _opened.Task;

    public void Open() => _opened.TrySetResult();
}
