using System.Collections.Immutable;

namespace OrleansInference.Ensembles;

/// <summary>What <c>ensemble_scheduling</c> says: the models that answer together, and how tensors go from one to the other.</summary>
public sealed record EnsembleSpec
{
    /// <summary>The platform, and the backend, of an ensemble.</summary>
    public const string Platform = "ensemble";

    /// <summary>How deep ensembles may stand within ensembles.</summary>
    public const int MaxDepth = 16;

    /// <summary>In the order of the configuration, which does not matter: a step runs as soon as its inputs are there.</summary>
    public required ImmutableArray<EnsembleStep> Steps { get; init; }

    /// <summary>A step as messages name it: its place in the configuration, and its model.</summary>
    public string NameOf(int step) => $"step[{step}], model '{Steps[step].Model}'";
}
