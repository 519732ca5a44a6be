using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>What is wanted of a host orchestrator.</summary>
/// <param name="Silos">How many silos with the role worker there are to be, the orchestrator's own among them where it is one.</param>
/// <param name="Leaving">
/// Those that may go, in this order, by their <see cref="SiloReport.Name"/> and address: they hold no replica that is needed. As many of them as there are too many go, and no others.
/// </param>
[GenerateSerializer, Immutable, Alias("oi.HostRequest")]
public sealed record HostRequest([property: Id(0)] int Silos, [property: Id(1)] ImmutableArray<HostSilo> Leaving)
{
    /// <summary>By what it asks for, where an array's own equality goes by where it lies.</summary>
    public bool Equals(HostRequest? other) => other is not null && Silos == other.Silos && Leaving.AsSpan().SequenceEqual(other.Leaving.AsSpan());

    public override int GetHashCode() => (397 * Silos) + Leaving.Length;
}
