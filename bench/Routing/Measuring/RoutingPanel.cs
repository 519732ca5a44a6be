using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>One part of a picture: latencies of several ways at one load.</summary>
/// <param name="Title">The load.</param>
/// <param name="Bars">The first is the limit that the others are held against.</param>
internal sealed record RoutingPanel(string Title, ImmutableArray<RoutingBar> Bars);

/// <summary>One way's percentiles, in milliseconds.</summary>
internal sealed record RoutingBar(string Name, double P50, double P99, double P999);
