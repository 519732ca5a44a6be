using System.Collections.Immutable;

namespace OrleansInference.Ensembles;

/// <summary>A model that an ensemble runs, and the tensors that it reads and writes.</summary>
public sealed record EnsembleStep
{
    public required string Model { get; init; }

    /// <summary>Null for the server's choice: the latest.</summary>
    public long? Version { get; init; }

    public required ImmutableArray<TensorMapping> Inputs { get; init; }

    public required ImmutableArray<TensorMapping> Outputs { get; init; }
}
