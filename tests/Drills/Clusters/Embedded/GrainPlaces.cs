namespace OrleansInference.Drills.Clusters;

/// <summary>The embedded engine is one process: it makes no cluster to break.</summary>
internal sealed class GrainPlaces : IAsyncDisposable
{
    public static Task<GrainPlaces> ConnectAsync(string redis, string clusterId) =>
        throw new NotSupportedException($"No cluster '{clusterId}' at {redis}: drills need the Orleans engine; tests/Drills/run --engine orleans.");

    public Task<int?> RouterAsync() => Task.FromResult<int?>(null);

    public Task<int?> AutoscalerAsync() => Task.FromResult<int?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
