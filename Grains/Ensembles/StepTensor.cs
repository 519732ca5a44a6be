using OrleansInference.Models;

namespace OrleansInference.Ensembles;

/// <summary>A tensor of a run.</summary>
/// <param name="Tensor">Null where it was left out.</param>
/// <param name="IsBatched">Whether its first dimension is the batch, for who made it.</param>
internal readonly record struct StepTensor(InferenceTensor? Tensor, bool IsBatched);
