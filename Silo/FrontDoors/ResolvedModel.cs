using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>The model version that a request names, or the fault of naming none that there is.</summary>
/// <param name="Status">Null where there is a fault.</param>
/// <param name="Fault">Null where there is a status.</param>
/// <param name="IsServersChoice">The request names no version; <see cref="ModelResolver.Choose"/> says which one it gets.</param>
/// <param name="Caller">Who asks: the name of its API key; empty where keys are not asked for.</param>
internal readonly record struct ResolvedModel(ModelStatus? Status, InferenceFault? Fault, bool IsServersChoice = false, string Caller = "");
