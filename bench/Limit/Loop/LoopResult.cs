namespace OrleansInference.Bench;

/// <summary>What a plain loop did.</summary>
/// <param name="ItemsPerSecond">By all callers together.</param>
/// <param name="CpuPerPass">Processor time of one forward pass, by all its threads, the call included.</param>
internal sealed record LoopResult(double ItemsPerSecond, TimeSpan CpuPerPass);
