using OrleansInference.Inference;
using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing;

/// <summary>How an attempt on a pool ended.</summary>
/// <param name="Outcome">Null where the pool hands the request back.</param>
/// <param name="Result">What it tells of the pool.</param>
/// <param name="IsFinal">There is no time for another.</param>
/// <param name="InputsInUse">A pool that was given up may still read the inputs.</param>
/// <param name="BatchTime">How long the batch took in which the request ran.</param>
internal readonly record struct AttemptEnd(
    InferenceOutcome? Outcome, AttemptResult Result, bool IsFinal = false, bool InputsInUse = false, TimeSpan BatchTime = default);
