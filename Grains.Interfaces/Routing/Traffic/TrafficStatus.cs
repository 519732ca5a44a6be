using System.Collections.Immutable;

namespace OrleansInference.Routing.Traffic;

/// <summary>A model's traffic as callers see it.</summary>
[GenerateSerializer, Immutable, Alias("oi.TrafficStatus")]
public sealed record TrafficStatus
{
    [Id(0)] public required string Model { get; init; }
    [Id(1)] public required TrafficSpec Spec { get; init; }

    /// <summary>What a rollback changes to; null where nothing was changed since the servers started.</summary>
    [Id(2)] public TrafficSpec? Before { get; init; }

    /// <summary>When it was last changed; null where the model's configuration counts.</summary>
    [Id(3)] public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>In ascending order.</summary>
    [Id(4)] public required ImmutableArray<VersionTraffic> Versions { get; init; }

    /// <summary>Of all silos; null where there is no shadow.</summary>
    [Id(5)] public ShadowStatistics? Shadow { get; init; }

    /// <summary>Why what was set would not outlive the last silo, though it should; null where it would, or where nothing is stored or was set.</summary>
    [Id(6)] public string? Unsaved { get; init; }
}
