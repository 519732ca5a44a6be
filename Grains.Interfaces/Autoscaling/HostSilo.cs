namespace OrleansInference.Autoscaling;

/// <summary>A silo as an orchestrator knows it.</summary>
/// <param name="Name">As in <see cref="SiloReport.Name"/>.</param>
/// <param name="Address">Where it is in the cluster.</param>
[GenerateSerializer, Immutable, Alias("oi.HostSilo")]
public sealed record HostSilo([property: Id(0)] string Name, [property: Id(1)] SiloAddress Address);
