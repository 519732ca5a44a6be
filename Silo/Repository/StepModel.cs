using OrleansInference.Models;

namespace OrleansInference.Repository;

/// <summary>What a repository says of the model of an ensemble's step.</summary>
/// <param name="Signature">Null where only its program tells, or nothing.</param>
/// <param name="Problem">Why it can't be a step, as the rest of a sentence about its version; null where it can.</param>
internal readonly record struct StepModel(ModelSignature? Signature, string? Problem);
