namespace OrleansInference.Models;

/// <summary>The runtimes of a silo, by backend.</summary>
public sealed class ModelRuntimes(IEnumerable<IModelRuntime> runtimes)
{
    private readonly Dictionary<string, IModelRuntime> _byBackend = runtimes.ToDictionary(runtime => runtime.Backend);

    /// <summary>Loads with the runtime of the specification's backend; a fault where there is none.</summary>
    public ValueTask<ModelLoadResult> LoadAsync(ModelSpec spec, DeviceSlot slot, CancellationToken cancellationToken) =>
        _byBackend.TryGetValue(spec.Backend, out var runtime)
            ? runtime.LoadAsync(spec, slot, cancellationToken)
            : ValueTask.FromResult(ModelLoadResult.Failed(
                $"Model '{spec.Id.Model}' wants backend '{spec.Backend}'; this server has {string.Join(", ", _byBackend.Keys.Order().Select(name => $"'{name}'"))}."));
}
