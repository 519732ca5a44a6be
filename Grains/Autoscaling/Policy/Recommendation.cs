namespace OrleansInference.Autoscaling.Policy;

/// <summary>How many replicas the load asked for at one moment.</summary>
internal readonly record struct Recommendation(DateTimeOffset At, int Replicas);
