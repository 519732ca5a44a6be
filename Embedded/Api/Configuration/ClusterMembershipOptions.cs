namespace Orleans.Configuration;

/// <summary>Detection of dead silos. A crash is noticed within (<see cref="NumMissedProbesLimit"/> − 1 … <see cref="NumMissedProbesLimit"/>) × <see cref="ProbeTimeout"/>.</summary>
public class ClusterMembershipOptions
{
    /// <summary>Time between probes, and how long each may take; 5 s by default.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Missed probes before a silo is declared dead; 3 by default.</summary>
    public int NumMissedProbesLimit { get; set; } = 3;

    /// <summary>Whether silos are declared dead at all; true by default.</summary>
    public bool LivenessEnabled { get; set; } = true;
}
