using OrleansInference.Models;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>A model version as its callers see it.</summary>
public sealed record ModelStatus
{
    public required ModelVersion Id { get; init; }

    /// <summary>
    /// The best state of any of its pools. Where no pool has reported: <see cref="PoolState.Loading"/>, or <see cref="PoolState.Gone"/> for one
    /// that is not wanted.
    /// </summary>
    public required PoolState State { get; init; }

    /// <summary>Known once any replica has loaded, or from the configuration.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>Why it is <see cref="PoolState.Failed"/> or not wanted; of one in service, why its last reload failed.</summary>
    public string? Reason { get; init; }

    /// <summary>False where nobody has asked for it, and where it is on its way out.</summary>
    public bool IsWanted { get; init; } = true;

    /// <summary>Asked for when the silo served already: its readiness does not wait for this one.</summary>
    public bool IsLate { get; init; }

    /// <summary>This silo does not serve it yet and is about to, also where others serve it already.</summary>
    public bool IsLoadingHere { get; init; }

    /// <summary>What this silo serves, or would; null where its repository has nothing that could be served.</summary>
    public ModelSpec? Spec { get; init; }

    public int ReadyReplicas { get; init; }
    public TimeSpan LoadTime { get; init; }
    public string Devices { get; init; } = "";

    /// <summary>It takes requests. Those for a parked one wait until a replica has loaded.</summary>
    public bool IsReady => State is PoolState.Ready or PoolState.Parked;

    /// <summary>Where it can be loaded, for those who find it unloaded.</summary>
    internal string LoadHint => $"POST /v2/repository/models/{Id.Model}/load";
}
