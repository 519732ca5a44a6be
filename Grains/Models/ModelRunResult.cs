using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Models;

/// <summary>Outputs or a fault, exactly one of them.</summary>
public readonly record struct ModelRunResult(ImmutableArray<InferenceTensor> Outputs, InferenceFault? Fault)
{
    public static ModelRunResult Of(ImmutableArray<InferenceTensor> outputs) => new(outputs, null);
    public static ModelRunResult Failed(FaultKind kind, string message) => new([], InferenceFault.Of(kind, message));
}
