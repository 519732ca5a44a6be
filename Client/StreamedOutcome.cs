using OrleansInference.Inference;

namespace OrleansInference.Client;

/// <summary>What became of one request of a stream.</summary>
/// <param name="RequestId">The request's <see cref="InferenceRequest.RequestId"/>; empty where the server's error does not say whose it is.</param>
/// <param name="Outcome">A response, or the fault of this request; the stream goes on.</param>
public readonly record struct StreamedOutcome(string RequestId, InferenceOutcome Outcome);
