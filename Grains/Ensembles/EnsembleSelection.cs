using System.Collections.Immutable;

namespace OrleansInference.Ensembles;

/// <summary>The part of a plan that certain outputs need; where a run of it begins.</summary>
/// <param name="Outputs">The tensors that are asked for, in order.</param>
/// <param name="Claims">Of each tensor: how many steps read it, and one more where it is asked for.</param>
/// <param name="Missing">Of each step: how many tensors other steps have to write before it; −1 where it isn't needed.</param>
/// <param name="Requested">Of each step: the outputs of its model that are needed.</param>
internal sealed record EnsembleSelection(
    ImmutableArray<int> Outputs, ImmutableArray<int> Claims, ImmutableArray<int> Missing, ImmutableArray<ImmutableArray<string>> Requested);
