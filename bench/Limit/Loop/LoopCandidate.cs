namespace OrleansInference.Bench;

/// <summary>One way to run a loop, and what it gave.</summary>
internal sealed record LoopCandidate(LoopWay Way, Packing Packing, IReadOnlyList<Batch> Batches, LoopResult Result);
