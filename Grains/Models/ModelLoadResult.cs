using OrleansInference.Inference;

namespace OrleansInference.Models;

/// <summary>A loaded model or a fault, exactly one of them.</summary>
public readonly record struct ModelLoadResult(ILoadedModel? Model, InferenceFault? Fault)
{
    public static ModelLoadResult Of(ILoadedModel model) => new(model, null);
    public static ModelLoadResult Failed(string message) => new(null, InferenceFault.Of(FaultKind.LoadFailed, message));
}
