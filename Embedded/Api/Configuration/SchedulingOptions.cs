namespace Orleans.Configuration;

/// <summary>Scheduling of turns.</summary>
public class SchedulingOptions
{
    /// <summary>How long an activation may hold its thread while others wait; 100 ms by default.</summary>
    public TimeSpan ActivationSchedulingQuantum { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A turn that runs longer is reported; 1 s by default.</summary>
    public TimeSpan TurnWarningLengthThreshold { get; set; } = TimeSpan.FromSeconds(1);
}
