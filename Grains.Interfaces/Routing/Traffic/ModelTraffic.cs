namespace OrleansInference.Routing.Traffic;

/// <summary>
/// What was last set for a model while it was served, so that whoever did not hear it can learn it. Every router and dispatcher keeps the
/// latest that it has heard, and tells who knows an earlier one: it outlives each of them as long as one is left.
/// </summary>
[GenerateSerializer, Immutable, Alias("oi.ModelTraffic")]
public sealed record ModelTraffic
{
    [Id(0)] public required TrafficSpec Spec { get; init; }

    /// <summary>What it was before the last change; to roll back is to change back to it.</summary>
    [Id(1)] public required TrafficSpec Before { get; init; }

    /// <summary>Orders the changes: the clock's ticks at the door, or one more than the change before. Of two, the later counts.</summary>
    [Id(2)] public required long Stamp { get; init; }

    public bool IsLaterThan(ModelTraffic? other) => other is null || Stamp > other.Stamp;

    /// <summary>The later of two; null where both are.</summary>
    public static ModelTraffic? Later(ModelTraffic? one, ModelTraffic? other) => one?.IsLaterThan(other) == true ? one : other;
}
