namespace OrleansInference.Bench;

/// <summary>Requests that come at stated times to replicas that take one request at a time. Times in seconds from the start.</summary>
internal sealed record ScalingWorkload
{
    /// <summary>How long a replica takes to load.</summary>
    public const double LoadSeconds = 30;

    /// <summary>No rule gets more.</summary>
    public const int MaxReplicas = 100;

    /// <summary>Share of their time that the replicas are busy with which each run begins: that of the policy's default target.</summary>
    private const double StartUtilisation = 0.65;

    private const double BaseSeconds = 0.3;
    private const double SecondsPerToken = 0.0006;

    public required string Name { get; init; }

    /// <summary>When each request comes, in order.</summary>
    public required double[] Arrivals { get; init; }

    /// <summary>How long a replica is busy with the request of that number.</summary>
    public required double[] Services { get; init; }

    /// <summary>For how long replicas are counted and asked for; requests that are still there then are served to the end.</summary>
    public required double Seconds { get; init; }

    /// <summary>Replicas that are ready at the start.</summary>
    public required int Replicas { get; init; }

    /// <summary>The objective: each request is to wait no longer before a replica takes it. About one mean service time.</summary>
    public double MaxWaitSeconds { get; init; } = 1;

    /// <summary>All requests' service times: what no schedule of replicas can do without.</summary>
    public double WorkSeconds => Services.Sum();

    /// <summary>Affine in the length, so that a mean request of the trace (1155 tokens) takes a second.</summary>
    public static double ServiceSeconds(double tokens) => BaseSeconds + (SecondsPerToken * tokens);

    /// <summary>Replicas that suit a load at the start, in replicas' worth of seconds per second.</summary>
    public static int ReplicasFor(double offered) => Math.Max(1, (int)Math.Ceiling(offered / StartUtilisation));
}
