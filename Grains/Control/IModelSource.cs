using System.Collections.Immutable;

namespace OrleansInference.Control;

/// <summary>Where a silo's models come from. What is wrong with a model is in its scan; what keeps the source from looking is an exception.</summary>
public interface IModelSource
{
    /// <summary>Every model, ordered by name. Does not block the caller's thread.</summary>
    /// <exception cref="IOException">The repository can't be listed.</exception>
    ValueTask<ImmutableArray<ModelScan>> ScanAsync();

    /// <summary>One model; null where there is none of that name. Does not block the caller's thread.</summary>
    /// <param name="model">Its name; any text.</param>
    /// <param name="config">A configuration as JSON instead of the model's own; null for its own.</param>
    ValueTask<ModelScan?> ScanAsync(string model, string? config);
}
