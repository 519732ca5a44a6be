using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>What is to be done after a decision.</summary>
/// <param name="Resizes">Growing ones first.</param>
/// <param name="Host">The silo whose orchestrator is to be asked; null for none.</param>
/// <param name="HostRequest">What it is to be asked; null with <paramref name="Host"/>.</param>
internal sealed record AutoscalePlan(ImmutableArray<PoolResize> Resizes, SiloAddress? Host, HostRequest? HostRequest)
{
    public static readonly AutoscalePlan Nothing = new([], null, null);
}
