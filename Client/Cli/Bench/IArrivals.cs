namespace OrleansInference.Cli.Bench;

/// <summary>When requests are due. Shared by the connections; each takes the next one when it is free.</summary>
internal interface IArrivals
{
    /// <summary>Requests that were due but never taken, because every connection was busy until the run was given up.</summary>
    long Unsent { get; }

    /// <summary>The time at which the next request is due, past or future; null at the end of the run.</summary>
    long? Take(long now);
}
