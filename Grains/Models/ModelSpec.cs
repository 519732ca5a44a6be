using System.Collections.Immutable;
using OrleansInference.Ensembles;
using OrleansInference.Inference;

namespace OrleansInference.Models;

/// <summary>A model version as the repository describes it, validated. Stays on its silo.</summary>
public sealed record ModelSpec
{
    public required ModelVersion Id { get; init; }

    /// <summary><c>pytorch</c> for TorchScript; else the name of another <see cref="IModelRuntime"/>.</summary>
    public required string Backend { get; init; }

    /// <summary>The program's file; empty where the backend needs none.</summary>
    public required string ProgramPath { get; init; }

    /// <summary>Null where there is no configuration: then the program tells.</summary>
    public ModelSignature? DeclaredSignature { get; init; }

    public required BatchingSpec Batching { get; init; }

    /// <summary>Its steps, where it is an ensemble: then it has a declared signature, and neither program nor replicas. Null for any other model.</summary>
    public EnsembleSpec? Ensemble { get; init; }

    /// <summary>Replicas on each silo, one element each. From <c>instance_group</c>.</summary>
    public required ImmutableArray<DeviceSlot> Replicas { get; init; }

    /// <summary>The configuration's <c>parameters</c>, for the runtime.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Requests to run before a replica counts as ready.</summary>
    public ImmutableArray<ImmutableArray<InferenceTensor>> WarmUp { get; init; } = [];

    /// <summary>One of <see cref="WarmUp"/> as a request.</summary>
    public InferenceRequest WarmUpRequest(int index) => new() { Model = Id.Model, Version = Id.Version, Inputs = WarmUp[index] };

    public ModelDescription Description { get; init; } = new();
}
