namespace OrleansInference.Autoscaling;

/// <summary>What a decision was made from. Null is 'no data', which is not zero.</summary>
[GenerateSerializer, Immutable, Alias("oi.ScalingFigures")]
public sealed record ScalingFigures
{
    /// <summary>Work that comes, in seconds of one replica per second, over the stable window.</summary>
    [Id(0)] public double? Offered { get; init; }

    /// <summary>The same over the burst window.</summary>
    [Id(1)] public double? OfferedInBurst { get; init; }

    /// <summary>What is expected when a replica that begins to load now is ready; null where no forecast has proved itself.</summary>
    [Id(2)] public double? Forecast { get; init; }

    /// <summary>Requests per second over the stable window.</summary>
    [Id(3)] public double? Arrivals { get; init; }

    /// <summary>Offered work over ready replicas.</summary>
    [Id(4)] public double? Utilisation { get; init; }

    /// <summary>The 99th percentile over the stable window.</summary>
    [Id(5)] public TimeSpan? WaitP99 { get; init; }

    /// <summary>The 99th percentile over the stable window.</summary>
    [Id(6)] public TimeSpan? LatencyP99 { get; init; }

    /// <summary>Work that waits now, in seconds of one replica.</summary>
    [Id(7)] public double BacklogSeconds { get; init; }

    /// <summary>Requests that are in the cluster now.</summary>
    [Id(8)] public int InFlight { get; init; }

    /// <summary>Share of the requests of the stable window that were refused for overload or came too late.</summary>
    [Id(9)] public double? LostShare { get; init; }

    /// <summary>How long a replica takes to load, as measured.</summary>
    [Id(10)] public TimeSpan LoadTime { get; init; }
}
