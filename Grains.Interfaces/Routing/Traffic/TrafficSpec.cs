using System.Collections.Immutable;

namespace OrleansInference.Routing.Traffic;

/// <summary>
/// How a model's requests are spread over its versions and pools. A request that names a version gets that version whatever stands here.
/// </summary>
[GenerateSerializer, Immutable, Alias("oi.TrafficSpec")]
public sealed record TrafficSpec
{
    public static readonly TrafficSpec Default = new();

    /// <summary>Of the versions that share the traffic, in ascending order; empty: all of it goes to the latest version that is ready.</summary>
    [Id(0)] public ImmutableArray<VersionWeight> Weights { get; init; } = [];

    /// <summary>The request parameter whose value decides the version, the same value always for the same; null: each request by itself.</summary>
    [Id(1)] public string? StickyKey { get; init; }

    /// <summary>The request parameter whose value decides the pool, as long as that is not overloaded; null: the policy alone decides.</summary>
    [Id(2)] public string? AffinityKey { get; init; }

    /// <summary>The name of the policy that picks the pool, one of <see cref="PolicyNames"/>; null for the server's default.</summary>
    [Id(3)] public string? Policy { get; init; }

    /// <summary>Null for none.</summary>
    [Id(4)] public ShadowSpec? Shadow { get; init; }

    /// <summary>By content.</summary>
    public bool Equals(TrafficSpec? other) =>
        other is not null && StickyKey == other.StickyKey && AffinityKey == other.AffinityKey && Policy == other.Policy && Shadow == other.Shadow
        && Weights.AsSpan().SequenceEqual(other.Weights.AsSpan());

    public override int GetHashCode() => HashCode.Combine(StickyKey, AffinityKey, Policy, Shadow, Weights.Length);
}
