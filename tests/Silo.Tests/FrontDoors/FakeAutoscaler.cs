using OrleansInference.Autoscaling;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors;

/// <summary>An autoscaler of two models, one of which has no data yet. It follows what it is told, and answers with a fault where the test has one.</summary>
internal sealed class FakeAutoscaler : IAutoscaler
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static VersionScaling Pair { get; } = new()
    {
        Model = new ModelVersion("pair", 2),
        Spec = new ScalingSpec { MaxReplicas = 8, TargetUtilisation = 0.5, TargetP99 = TimeSpan.FromMilliseconds(200) },
        Ready = 2,
        Loading = 1,
        Wanted = 3,
        Figures = new ScalingFigures
        {
            Offered = 1.5, OfferedInBurst = 2.25, Arrivals = 40, Utilisation = 0.75, WaitP99 = TimeSpan.FromMilliseconds(310), LatencyP99 = TimeSpan.FromMilliseconds(480),
            BacklogSeconds = 0.5, InFlight = 7, LostShare = 0.25, LoadTime = TimeSpan.FromSeconds(30),
        },
        Decisions =
        [
            new ScalingDecision
            {
                At = At, From = 2, Wanted = 3,
                Reasons = [new ScalingReason("utilisation", 3, "offered 1.5 over target 0.5 → 3"), new ScalingReason("bounds", 3, "1 to 8")],
            },
        ],
        Changes = [new RuleCount("utilisation", 4)],
    };

    public static VersionScaling Single { get; } = new()
    {
        Model = new ModelVersion("single", 1), Spec = new ScalingSpec(), Ready = 1, Loading = 0, Wanted = 1, Figures = new ScalingFigures(),
    };

    public bool IsEnabled { get; set; }

    public InferenceFault? Fault { get; set; }

    public List<ScalingOverride> Changes { get; } = [];

    public List<ScalingSpec> Assumed { get; } = [];

    public AutoscalerStatus Status { get; set; } = new()
    {
        At = At,
        Versions = [Pair, Single],
        Hosts = new HostScaling { Orchestrator = "process", Silos = 2, Wanted = 3, Reasons = ["4 replicas need 3 silos"] },
        CostPerHour = 4,
        MaxCostPerHour = 10,
    };

    public Task<(AutoscalerStatus? Status, InferenceFault? Fault)> StatusAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Fault is null ? (Status, default(InferenceFault)) : (default(AutoscalerStatus), Fault));

    public Task<InferenceFault?> SetAsync(ScalingOverride change, CancellationToken cancellationToken)
    {
        Changes.Add(change);
        Status = change.Model is { } model
            ? Status with { Versions = [.. Status.Versions.Select(version => version.Model == model ? Set(version, change) : version)] }
            : Status with { IsPaused = change.IsPaused };
        return Task.FromResult(Fault);
    }

    public Task<(VersionScaling? Scaling, InferenceFault? Fault)> WhatIfAsync(ModelVersion model, ScalingSpec spec, CancellationToken cancellationToken)
    {
        Assumed.Add(spec);
        var version = Status.Versions.Single(each => each.Model == model) with { Spec = spec, Wanted = spec.MinReplicas };
        return Task.FromResult<(VersionScaling?, InferenceFault?)>((version, null));
    }

    private static VersionScaling Set(VersionScaling version, ScalingOverride change) => version with
    {
        IsPaused = change.IsPaused, Pinned = change.Pinned, Wanted = change.Pinned ?? (version.Model == Pair.Model ? Pair : Single).Wanted,
    };
}
