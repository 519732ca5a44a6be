using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Protocol.Inference;

/// <summary>An InferRequestedOutputTensor.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Parameters">Such as <c>classification</c>.</param>
public sealed record RequestedOutputMessage(string Name, ImmutableDictionary<string, ParameterValue> Parameters);
