using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Signals;

/// <summary>All that a decision about one version is made from.</summary>
internal sealed record ScalingSignals
{
    public required LoadWindow Stable { get; init; }

    public required LoadWindow Burst { get; init; }

    /// <summary>Work that waits in dispatchers and pools or runs, in seconds of one replica.</summary>
    public double BacklogSeconds { get; init; }

    /// <summary>Requests that wait in dispatchers.</summary>
    public int Waiting { get; init; }

    /// <summary>Requests that are in the cluster.</summary>
    public int InFlight { get; init; }

    /// <summary>Replicas that run batches.</summary>
    public int Ready { get; init; }

    /// <summary>Replicas on their way.</summary>
    public int Loading { get; init; }

    /// <summary>How long a replica takes to load, as measured; zero where none has loaded yet.</summary>
    public TimeSpan LoadTime { get; init; }

    /// <summary>The most items that one batch takes.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Offered work, in replicas, of each whole minute before now, the latest last; as far back as is known.</summary>
    public ImmutableArray<double> History { get; init; } = [];

    /// <summary>When the last request came; null where none has since the autoscaler began.</summary>
    public DateTimeOffset? LastArrival { get; init; }
}
