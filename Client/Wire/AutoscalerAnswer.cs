using System.Collections.Immutable;
using OrleansInference.Autoscaling;

namespace OrleansInference.Client.Wire;

/// <summary>What the HTTP door tells of the autoscaler.</summary>
/// <param name="Status">With the versions that were asked for.</param>
/// <param name="WantedNow">Where it is a what-if, of each version in its order what is wanted now; else empty.</param>
internal sealed record AutoscalerAnswer(AutoscalerStatus Status, ImmutableArray<int> WantedNow);
