using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Http;

/// <summary>The model version that a path names, or the fault of naming none.</summary>
internal readonly record struct ResolvedModel(ModelStatus? Status, InferenceFault? Fault);
