using System.Collections.Immutable;

namespace OrleansInference.Routing.Traffic;

/// <summary>What is to become different of a <see cref="TrafficSpec"/>; what is null here stays.</summary>
[GenerateSerializer, Immutable, Alias("oi.TrafficChange")]
public sealed record TrafficChange
{
    /// <summary>Empty: no weights.</summary>
    [Id(0)] public ImmutableArray<VersionWeight>? Weights { get; init; }

    /// <summary>Empty: not sticky.</summary>
    [Id(1)] public string? StickyKey { get; init; }

    /// <summary>Empty: no affinity.</summary>
    [Id(2)] public string? AffinityKey { get; init; }

    /// <summary>Empty: the server's default.</summary>
    [Id(3)] public string? Policy { get; init; }

    /// <summary>With a share of 0: no shadow.</summary>
    [Id(4)] public ShadowSpec? Shadow { get; init; }

    public static TrafficChange None { get; } = new();

    public TrafficSpec ApplyTo(TrafficSpec spec) => new()
    {
        Weights = Weights is { } weights ? [.. weights.OrderBy(weight => weight.Version)] : spec.Weights,
        StickyKey = Changed(StickyKey, spec.StickyKey),
        AffinityKey = Changed(AffinityKey, spec.AffinityKey),
        Policy = Changed(Policy, spec.Policy),
        Shadow = Shadow is null ? spec.Shadow : Shadow.Share == 0 ? null : Shadow,
    };

    private static string? Changed(string? change, string? old) => change is null ? old : change.Length == 0 ? null : change;
}
