using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>A program on a device. One call of <see cref="RunAsync"/> at a time.</summary>
public interface ILoadedModel : IAsyncDisposable
{
    ModelSignature Signature { get; }

    /// <summary>
    /// One forward pass, on a thread of the model's own; a very short one may run on the caller's. Inputs are in the order of the signature, optional ones may be missing. They
    /// are used in place: they must stay unchanged until the task ends, and a program that writes to an input writes to them.
    /// Outputs own their memory (<see cref="TensorMemory"/>).
    /// The program's own errors are a fault (<see cref="Inference.FaultKind.ModelError"/>), after which the model still works;
    /// not after a <see cref="Inference.FaultKind.DeviceLost"/>.
    /// </summary>
    ValueTask<ModelRunResult> RunAsync(ImmutableArray<InferenceTensor> inputs);
}
