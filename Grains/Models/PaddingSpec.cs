using System.Collections.Immutable;

namespace OrleansInference.Models;

/// <summary>How requests of different length share a batch.</summary>
/// <param name="Inputs">The dimensions that are padded to the longest of the batch; all others must be equal.</param>
/// <param name="Outputs">The dimensions of outputs that are as long, and are cut back to each request's own length.</param>
public sealed record PaddingSpec(ImmutableArray<PaddedInput> Inputs, ImmutableArray<PaddedOutput> Outputs);
