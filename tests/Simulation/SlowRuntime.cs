using OrleansInference.Models;

namespace OrleansInference.Simulation;

/// <summary>A runtime that takes some time to load.</summary>
internal sealed class SlowRuntime(IModelRuntime runtime, TimeSpan loadTime, TimeProvider time) : IModelRuntime
{
    public string Backend => runtime.Backend;

    public async ValueTask<ModelLoadResult> LoadAsync(ModelSpec spec, DeviceSlot slot, CancellationToken cancellationToken)
    {
        if (loadTime > TimeSpan.Zero) await Task.Delay(loadTime, time, cancellationToken);
        return await runtime.LoadAsync(spec, slot, cancellationToken);
    }
}
