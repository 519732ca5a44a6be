using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.Ensembles;

/// <summary>The way to the models of an ensemble's steps, which may be ensembles themselves.</summary>
/// <param name="Describe">The model version that a step would run on; null where there is none.</param>
/// <param name="Choose">The version for one request of a step that names none (<see cref="IDispatcher.Choose"/>).</param>
/// <param name="Infer">Runs a step's request to its one outcome.</param>
internal sealed record StepDispatch(
    Func<EnsembleStep, CancellationToken, ValueTask<ModelStatus?>> Describe,
    Func<ModelStatus, ImmutableDictionary<string, ParameterValue>, ModelStatus> Choose,
    Func<InferenceRequest, CancellationToken, ValueTask<InferenceOutcome>> Infer);
