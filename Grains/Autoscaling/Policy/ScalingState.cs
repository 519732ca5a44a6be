using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>What the policy remembers of one version from decision to decision.</summary>
internal sealed record ScalingState
{
    /// <summary>What the last decision wanted.</summary>
    public required int Wanted { get; init; }

    /// <summary>What was wanted, before stabilisation, in the stabilisation window; the oldest first.</summary>
    public ImmutableArray<Recommendation> Recommendations { get; init; } = [];

    /// <summary>Until when a burst keeps it from shrinking; null where there is none.</summary>
    public DateTimeOffset? BurstUntil { get; init; }

    /// <summary>When it last took replicas away.</summary>
    public DateTimeOffset? ShrunkAt { get; init; }

    /// <summary>Of an autoscaler that has just begun: what runs is what was wanted until now.</summary>
    public static ScalingState Of(int running, DateTimeOffset now) => new() { Wanted = running, Recommendations = [new Recommendation(now, running)] };
}
