namespace OrleansInference.Simulation;

/// <summary>How messages between nodes of a simulation fare. May be changed while it runs.</summary>
public sealed class NetworkOptions
{
    /// <summary>The shortest way; 50 µs by default.</summary>
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMicroseconds(50);

    /// <summary>What is added to it on average, exponentially distributed; 150 µs by default.</summary>
    public TimeSpan MeanJitter { get; set; } = TimeSpan.FromMicroseconds(150);

    /// <summary>Share of messages that are lost, in [0, 1]; 0 by default. A lost response is work done for nothing.</summary>
    public double LossRate { get; set; }

    /// <summary>Share of requests that arrive twice, in [0, 1]; 0 by default.</summary>
    public double DuplicationRate { get; set; }

    /// <summary>How late a silo learns of a change of the membership, at most; 100 ms by default.</summary>
    public TimeSpan MaxMembershipDelay { get; set; } = TimeSpan.FromMilliseconds(100);
}
