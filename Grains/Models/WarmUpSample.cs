using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>An entry of <c>model_warmup</c>.</summary>
/// <param name="Name">For people; may be empty.</param>
/// <param name="BatchSize">0: the sample is skipped.</param>
/// <param name="Count">How often it runs; at least 1.</param>
/// <param name="Inputs">In the order of the configuration.</param>
public sealed record WarmUpSample(string Name, int BatchSize, int Count, ImmutableArray<WarmUpInput> Inputs);
