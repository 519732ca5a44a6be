using OrleansInference.Inference;

namespace OrleansInference.Ensembles;

/// <summary>What became of a step.</summary>
/// <param name="Step">Its number.</param>
/// <param name="Outcome">Its model's answer.</param>
/// <param name="IsBatched">Whether the first dimension of its outputs is the batch.</param>
internal readonly record struct StepEnd(int Step, InferenceOutcome Outcome, bool IsBatched);
