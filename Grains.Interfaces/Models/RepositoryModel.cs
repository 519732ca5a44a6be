namespace OrleansInference.Models;

/// <summary>A model version of the repository as callers of the Orleans door see it.</summary>
[GenerateSerializer, Immutable, Alias("oi.RepositoryModel")]
public sealed record RepositoryModel
{
    [Id(0)] public required ModelVersion Id { get; init; }

    /// <summary>As the repository index names it: <c>READY</c>, <c>LOADING</c>, <c>UNLOADING</c> or <c>UNAVAILABLE</c>.</summary>
    [Id(1)] public required string State { get; init; }

    /// <summary>Null where it is known only once the model has loaded.</summary>
    [Id(2)] public ModelSignature? Signature { get; init; }

    /// <summary>Why it is not ready; empty where there is nothing to say.</summary>
    [Id(3)] public string Reason { get; init; } = "";
}
