using OrleansInference.Drills.Drilling;

namespace OrleansInference.Drills.Reports;

/// <summary>How soon latency was as before again.</summary>
/// <param name="Event">After what.</param>
/// <param name="Seconds">See <see cref="Load.Latencies.BackAfter"/>; null where it was not until the next thing was done.</param>
internal sealed record LatencyBack(DrillEvent Event, double? Seconds)
{
    /// <summary>A sliding second moves by a tenth, so a goal of nothing at all allows one.</summary>
    private const double Allowance = 0.1;

    public bool IsLate => Event.Goal is { } goal && !(Seconds <= goal + Allowance);

    public override string ToString() =>
        $"p99 back {(Seconds is { } seconds ? $"{seconds:0.0} s" : "not")} after {Event.What}{(Event.Goal is { } goal ? $" (goal {goal:0} s)" : "")}";
}
