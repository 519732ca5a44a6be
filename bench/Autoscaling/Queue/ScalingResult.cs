using System.Collections.Immutable;
using OrleansInference.Telemetry;

namespace OrleansInference.Bench;

/// <summary>What a rule made of a workload, or of the same one with several seeds.</summary>
internal sealed record ScalingResult
{
    /// <summary>The rule's.</summary>
    public required string Name { get; init; }

    public required long Requests { get; init; }

    /// <summary>Those that waited longer than the objective, or were not answered.</summary>
    public required long Violations { get; init; }

    /// <summary>In nanoseconds, from a request's arrival to the start of its service.</summary>
    public required Histogram Waits { get; init; }

    /// <summary>The cost: replicas that load, are ready or have a last request to end.</summary>
    public required double ReplicaSeconds { get; init; }

    /// <summary>The cost of silos, empty ones included; null where they come and go with their replica.</summary>
    public double? SiloSeconds { get; init; }

    /// <summary>How often the wanted number fell after it had risen, or rose after it had fallen.</summary>
    public required int Reversals { get; init; }

    public required double Hours { get; init; }

    public required int MostReplicas { get; init; }

    /// <summary>At each change; of the first seed.</summary>
    public required ImmutableArray<ReadyReplicas> Ready { get; init; }

    public double ViolationShare => (double)Violations / Requests;

    public double ReversalsPerHour => Reversals / Hours;

    /// <summary>All seeds as one.</summary>
    public static ScalingResult Sum(IReadOnlyList<ScalingResult> runs)
    {
        var waits = new Histogram();
        foreach (var run in runs)
            waits.Add(run.Waits);
        return new ScalingResult
        {
            Name = runs[0].Name,
            Requests = runs.Sum(run => run.Requests),
            Violations = runs.Sum(run => run.Violations),
            Waits = waits,
            ReplicaSeconds = runs.Sum(run => run.ReplicaSeconds),
            SiloSeconds = runs.All(run => run.SiloSeconds is not null) ? runs.Sum(run => run.SiloSeconds) : null,
            Reversals = runs.Sum(run => run.Reversals),
            Hours = runs.Sum(run => run.Hours),
            MostReplicas = runs.Max(run => run.MostReplicas),
            Ready = runs[0].Ready,
        };
    }
}
