namespace OrleansInference.Bench;

/// <summary>How many replicas are ready from a time on.</summary>
internal readonly record struct ReadyReplicas(double Seconds, int Replicas);
