using OrleansInference.Inference;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors;

/// <summary>Faults that every front door words alike.</summary>
internal static class Faults
{
    /// <summary>What to do where the autoscaler is asked for and there is none: 409 / FAILED_PRECONDITION.</summary>
    public const string AutoscalerIsOff = "the autoscaler is off: start the servers of the cluster with --autoscaler";

    public static InferenceFault Invalid(string message) => InferenceFault.Of(FaultKind.InvalidInput, message);

    /// <summary>Clients recognise the beginning of this text, so it is Triton's.</summary>
    public static InferenceFault UnknownModel(string model, string? version) => InferenceFault.Of(
        FaultKind.UnknownModel,
        version is null
            ? $"Request for unknown model: '{model}' is not in the repository"
            : $"Request for unknown model: '{model}' version {version} is not in the repository");

    /// <summary>A model, or a version of it, whose replicas do not follow the load.</summary>
    public static InferenceFault NotScaled(string model, string? version) => InferenceFault.Of(
        FaultKind.UnknownModel, $"the autoscaler does not know model '{model}'{(version is null ? "" : $" version {version}")}: it is not loaded, or not one with replicas");

    /// <summary>For what needs a model that is loaded: its state, and what to do.</summary>
    public static InferenceFault NotLoaded(ModelStatus status) => InferenceFault.Of(FaultKind.ModelNotReady, status switch
    {
        { State: PoolState.Failed } => $"model '{status.Id}' could not be loaded: {status.Reason}",
        { IsWanted: false } => $"model '{status.Id}' is not loaded ({status.Reason}); load it first: {status.LoadHint}",
        _ => $"model '{status.Id}' is not loaded yet, and has no configuration that declares its inputs and outputs",
    });
}
