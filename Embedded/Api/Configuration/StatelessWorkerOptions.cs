namespace Orleans.Configuration;

/// <summary>Stateless workers.</summary>
public class StatelessWorkerOptions
{
    /// <summary>Whether idle workers are removed, where the attribute does not say otherwise; true by default.</summary>
    public bool RemoveIdleWorkers { get; set; } = true;

    /// <summary>How often idle workers are looked for; 500 ms by default.</summary>
    public TimeSpan IdleWorkersInspectionPeriod { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many looks in a row must find a worker idle before one is removed; 1 by default.</summary>
    public int MinIdleCyclesBeforeRemoval { get; set; } = 1;
}
