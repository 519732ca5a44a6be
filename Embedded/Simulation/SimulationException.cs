namespace OrleansInference.Simulation;

/// <summary>A simulation failed. The message says how to run it again; the cause is the inner exception.</summary>
public sealed class SimulationException : Exception
{
    public SimulationException() { }

    public SimulationException(string message) : base(message) { }

    public SimulationException(string message, Exception innerException) : base(message, innerException) { }
}
