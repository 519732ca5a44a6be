namespace OrleansInference.Bench;

/// <summary>What the measurements of <c>bench/routing</c> share.</summary>
internal sealed record RoutingOptions
{
    public required IReadOnlyList<RoutingWay> Ways { get; init; }

    /// <summary>Of each replica.</summary>
    public required IReadOnlyList<double> Slowness { get; init; }
    public required int Rounds { get; init; }

    /// <summary>Of each run.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Before each run.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>At most; in an open loop more than are ever in flight, or the client would be a queue of its own.</summary>
    public required int Connections { get; init; }

    /// <summary>A load of 1, in requests a second: what all replicas could do if none was slow.</summary>
    public double Capacity(RequestMix mix) => mix.Capacity(Slowness.Count);
}
