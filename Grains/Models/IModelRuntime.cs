namespace OrleansInference.Models;

/// <summary>Loads programs of one backend onto devices.</summary>
public interface IModelRuntime
{
    /// <summary>The <see cref="ModelSpec.Backend"/> that it serves.</summary>
    string Backend { get; }

    /// <summary>
    /// Loads a program. Does not block the caller's thread. What is wrong with the file, its configuration or the device is a
    /// fault (<see cref="Inference.FaultKind.LoadFailed"/>) in the result, with a message for the operator.
    /// </summary>
    ValueTask<ModelLoadResult> LoadAsync(ModelSpec spec, DeviceSlot slot, CancellationToken cancellationToken);
}
