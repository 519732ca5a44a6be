namespace OrleansInference.Autoscaling;

/// <summary>How often a rule has changed how many replicas of a version are wanted.</summary>
/// <param name="Rule">As in <see cref="ScalingReason.Rule"/>.</param>
/// <param name="Count">Decisions, since the autoscaler began.</param>
[GenerateSerializer, Immutable, Alias("oi.RuleCount")]
public readonly record struct RuleCount([property: Id(0)] string Rule, [property: Id(1)] long Count);
