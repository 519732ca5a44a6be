using OrleansInference.Models;

namespace OrleansInference.Bench;

/// <summary>Takes a stated time to load what another runtime loads at once, and counts what there is.</summary>
/// <param name="runtime">The other.</param>
/// <param name="loadTime">What loading takes now.</param>
internal sealed class SlowRuntime(IModelRuntime runtime, Func<TimeSpan> loadTime, TimeProvider time, ReplicaWatch watch) : IModelRuntime
{
    public string Backend => runtime.Backend;

    /// <summary>Replicas that are loaded here.</summary>
    public int Loaded { get; private set; }

    public async ValueTask<ModelLoadResult> LoadAsync(ModelSpec spec, DeviceSlot slot, CancellationToken cancellationToken)
    {
        watch.Loading++;
        try
        {
            await Task.Delay(loadTime(), time, cancellationToken);
        }
        finally
        {
            watch.Loading--;
        }

        var result = await runtime.LoadAsync(spec, slot, cancellationToken);
        if (result.Model is not { } model)
            return result;
        Count(1);
        return ModelLoadResult.Of(new CountedModel(model, watch, () => Count(-1)));
    }

    private void Count(int further)
    {
        Loaded += further;
        watch.Ready += further;
    }
}
