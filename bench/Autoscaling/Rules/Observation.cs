using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Bench;

/// <summary>What a rule may look at.</summary>
/// <param name="Seconds">Since the start; whole.</param>
/// <param name="Ready">Replicas that take requests.</param>
/// <param name="Loading">Replicas on their way.</param>
/// <param name="Load">Concurrency and utilisation.</param>
/// <param name="Signals">What our autoscaler knows.</param>
internal readonly record struct Observation(double Seconds, int Ready, int Loading, LoadLog Load, Func<ScalingSignals> Signals)
{
    public DateTimeOffset Now => DateTimeOffset.UnixEpoch.AddSeconds(Seconds);
}
