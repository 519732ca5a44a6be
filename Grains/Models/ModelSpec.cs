using System.Collections.Immutable;
using OrleansInference.Autoscaling;
using OrleansInference.Ensembles;
using OrleansInference.Inference;

namespace OrleansInference.Models;

/// <summary>A model version as the repository describes it, validated. Stays on its silo.</summary>
public sealed record ModelSpec
{
    /// <summary>Most replicas of one version on one silo.</summary>
    public const int MaxReplicas = 1024;

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

    /// <summary>Replicas on each silo, one element each, as configured. From <c>instance_group</c>. Where another number is wanted: <see cref="SlotOf"/>.</summary>
    public required ImmutableArray<DeviceSlot> Replicas { get; init; }

    /// <summary>How many replicas the cluster is to have; null where each silo keeps what <see cref="Replicas"/> says.</summary>
    public ScalingSpec? Scaling { get; init; }

    /// <summary>The configuration's <c>parameters</c>, for the runtime.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Requests to run before a replica counts as ready.</summary>
    public ImmutableArray<ImmutableArray<InferenceTensor>> WarmUp { get; init; } = [];

    /// <summary>One of <see cref="WarmUp"/> as a request.</summary>
    public InferenceRequest WarmUpRequest(int index) => new() { Model = Id.Model, Version = Id.Version, Inputs = WarmUp[index] };

    public ModelDescription Description { get; init; } = new();

    /// <summary>
    /// Where a replica runs. Few are spread over the devices, and more than are configured take the configured slots in turn: of
    /// <c>cuda:0, cuda:0, cuda:1, cuda:1</c> the first replica is on <c>cuda:0</c>, the second on <c>cuda:1</c>, the fifth on <c>cuda:0</c> again.
    /// </summary>
    /// <param name="replica">Its number in its pool, from 0.</param>
    public DeviceSlot SlotOf(int replica) =>
        Replicas.Select((slot, index) => (Slot: slot, Round: Replicas.Take(index).Count(earlier => earlier.Device == slot.Device)))
            .OrderBy(each => each.Round).ElementAt(replica % Replicas.Length).Slot;
}
