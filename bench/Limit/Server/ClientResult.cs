namespace OrleansInference.Bench;

/// <summary>What a client did in a closed loop.</summary>
/// <param name="RequestsPerSecond">That were answered.</param>
/// <param name="Requests">That were answered in all.</param>
/// <param name="Cpu">The client's own processor time.</param>
internal sealed record ClientResult(double RequestsPerSecond, long Requests, TimeSpan Cpu);
