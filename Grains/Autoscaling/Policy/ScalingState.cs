using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>What the policy remembers of one version from decision to decision.</summary>
internal sealed record ScalingState
{
    /// <summary>What the last decision wanted.</summary>
    public required int Wanted { get; init; }

    /// <summary>What the load asked for at the last decision, before what waits, spare replicas, bounds and stabilisation.</summary>
    public required int Needed { get; init; }

    /// <summary>When the autoscaler began with the version.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What was wanted, before stabilisation and without what waits, in a few stabilisation windows, as far as no later one was as large: the oldest is the largest.</summary>
    public ImmutableArray<Recommendation> Recommendations { get; init; } = [];

    /// <summary>Until when a burst keeps it from shrinking; null where there is none.</summary>
    public DateTimeOffset? BurstUntil { get; init; }

    /// <summary>When it last wanted more than before.</summary>
    public DateTimeOffset? GrownAt { get; init; }

    /// <summary>When it last took replicas away.</summary>
    public DateTimeOffset? ShrunkAt { get; init; }

    /// <summary>Since when as many replicas as are wanted have been ready; null where they are not.</summary>
    public DateTimeOffset? FullSince { get; init; }

    /// <summary>A utilisation at which the objective was missed where it should not have been.</summary>
    public LearnedUtilisation? Learned { get; init; }

    /// <summary>The load as far back as it has been the same; null before any is known.</summary>
    public SmoothedLoad? Load { get; init; }

    /// <summary>The forecast of the minute.</summary>
    public MinuteForecast? Forecast { get; init; }

    /// <summary>Of an autoscaler that has just begun: what runs is what was wanted until now.</summary>
    public static ScalingState Of(int running, DateTimeOffset now) =>
        new() { Wanted = running, Needed = running, Since = now, Recommendations = [new Recommendation(now, running)] };
}
