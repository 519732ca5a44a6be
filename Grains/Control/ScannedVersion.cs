using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Control;

/// <summary>A version that is to be served, as a source has it: a specification, or the reason why there is none.</summary>
public sealed record ScannedVersion
{
    public required ModelVersion Id { get; init; }

    public ModelSpec? Spec { get; init; }

    public string? Reason { get; init; }

    /// <summary>What the operator should know of the configuration though it stops nothing.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Of the program and of all that the configuration refers to.</summary>
    public Fingerprint Files { get; init; }
}
