using OrleansInference.Models;
using OrleansInference.Telemetry;

namespace OrleansInference.Routing.Traffic;

/// <summary>What came of the copies of requests that a shadow version was sent, since the silo's start.</summary>
[GenerateSerializer, Immutable, Alias("oi.ShadowStatistics")]
public sealed record ShadowStatistics
{
    /// <summary>The shadow version.</summary>
    [Id(0)] public required ModelVersion Id { get; init; }

    /// <summary>Outputs were the same, within the tolerance.</summary>
    [Id(1)] public long Agreeing { get; init; }

    [Id(2)] public long Differing { get; init; }

    /// <summary>The shadow version had no answer where the caller got one.</summary>
    [Id(3)] public long Failed { get; init; }

    /// <summary>There was no room for the copy, or the caller got no answer to compare with.</summary>
    [Id(4)] public long Dropped { get; init; }

    /// <summary>Largest |expected − actual| of floating-point outputs. Infinite where one was no number and the other was.</summary>
    [Id(5)] public double MaxAbsoluteDifference { get; init; }

    /// <summary>Largest |expected − actual| / |expected| of those whose expected value is not 0.</summary>
    [Id(6)] public double MaxRelativeDifference { get; init; }

    /// <summary>From the dispatcher to the shadow version's answer, in nanoseconds.</summary>
    [Id(7)] public HistogramSnapshot Durations { get; init; } = HistogramSnapshot.Empty;

    /// <summary>Why the last one failed or differed; null where none did.</summary>
    [Id(8)] public string? LastProblem { get; init; }

    /// <summary>Of several silos together; null of none.</summary>
    public static ShadowStatistics? Sum(IReadOnlyCollection<ShadowStatistics> silos) => silos.Count == 0 ? null : new()
    {
        Id = silos.First().Id,
        Agreeing = silos.Sum(silo => silo.Agreeing),
        Differing = silos.Sum(silo => silo.Differing),
        Failed = silos.Sum(silo => silo.Failed),
        Dropped = silos.Sum(silo => silo.Dropped),
        MaxAbsoluteDifference = silos.Max(silo => silo.MaxAbsoluteDifference),
        MaxRelativeDifference = silos.Max(silo => silo.MaxRelativeDifference),
        Durations = HistogramSnapshot.Merge([.. silos.Select(silo => silo.Durations)]),
        LastProblem = silos.Select(silo => silo.LastProblem).LastOrDefault(problem => problem is not null),
    };
}
