using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>The model version that a request names, or the fault of naming none that there is.</summary>
internal readonly record struct ResolvedModel(ModelStatus? Status, InferenceFault? Fault);
