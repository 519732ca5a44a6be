namespace Orleans.Runtime;

/// <summary>Where an activation of a grain is.</summary>
[GenerateSerializer, Immutable]
public sealed record GrainAddress
{
    [Id(0)] public required GrainId GrainId { get; init; }

    [Id(1)] public ActivationId ActivationId { get; init; }

    [Id(2)] public SiloAddress? SiloAddress { get; init; }

    public override string ToString() => $"[{SiloAddress} {GrainId}{ActivationId}]";
}
