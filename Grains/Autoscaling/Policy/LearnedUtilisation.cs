namespace OrleansInference.Autoscaling.Policy;

/// <summary>The queue approximation was too hopeful: at more than this utilisation the objective is missed.</summary>
/// <param name="Utilisation">At most so much.</param>
/// <param name="Until">Then it is tried again; load and machines change.</param>
internal readonly record struct LearnedUtilisation(double Utilisation, DateTimeOffset Until);
