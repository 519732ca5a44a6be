namespace OrleansInference.Autoscaling;

/// <summary>What a host orchestrator knows and does.</summary>
[GenerateSerializer, Immutable, Alias("oi.HostStatus")]
public sealed record HostStatus
{
    /// <summary>Silos that it has asked for, and that may still be starting; the autoscaler counts on them for a while.</summary>
    [Id(0)] public required int Asked { get; init; }

    /// <summary>Silos that it has, of which the cluster may not know yet.</summary>
    [Id(1)] public required int Running { get; init; }

    /// <summary>The most and the fewest that it can have; the autoscaler asks for no others.</summary>
    [Id(2)] public int Max { get; init; } = int.MaxValue;

    [Id(3)] public int Min { get; init; } = 1;

    /// <summary>What went wrong, and what to do; null where nothing did. It goes on trying, with back-off.</summary>
    [Id(4)] public string? Problem { get; init; }

    /// <summary>For people: what it is doing.</summary>
    [Id(5)] public string? Activity { get; init; }

    /// <summary>The only silo that can go now, by its <see cref="SiloReport.Name"/>, where the choice is not the autoscaler's; null where it is.</summary>
    [Id(6)] public string? NextToGo { get; init; }
}
