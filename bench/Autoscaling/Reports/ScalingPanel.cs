using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>One part of a picture: a workload, and how many replicas each rule had ready.</summary>
internal sealed record ScalingPanel(ScalingWorkload Workload, ImmutableArray<ScalingResult> Results);
