using Microsoft.Extensions.Logging;

namespace OrleansInference.Simulation;

/// <summary>How a simulation runs.</summary>
public sealed class SimulationOptions
{
    public NetworkOptions Network { get; } = new();

    /// <summary>Simulated time that one <see cref="SimulatedCluster.Run(Func{Task})"/> may take; 1 h by default.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Logging of every silo; none by default. A provider must not leave the thread.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; set; }
}
