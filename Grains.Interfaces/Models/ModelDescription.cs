namespace OrleansInference.Models;

/// <summary>A model version as callers of the Orleans door see it.</summary>
[GenerateSerializer, Immutable, Alias("oi.ModelDescription")]
public sealed record ModelDescription
{
    [Id(0)] public required ModelVersion Id { get; init; }

    /// <summary>As the repository index names it: <c>READY</c>, <c>LOADING</c>, <c>UNLOADING</c> or <c>UNAVAILABLE</c>.</summary>
    [Id(1)] public required string State { get; init; }

    /// <summary>Null where it is known only once the model has loaded.</summary>
    [Id(2)] public ModelSignature? Signature { get; init; }

    /// <summary>Why it is not ready; empty where there is nothing to say.</summary>
    [Id(3)] public string Reason { get; init; } = "";
}
