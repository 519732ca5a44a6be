using Orleans.Runtime.MembershipService.SiloMetadata;

namespace OrleansInference.Embedded;

/// <summary>What a silo says of itself.</summary>
internal sealed class MetadataAnswer(SiloAddress silo, SiloMetadata metadata) : Message
{
    public override string Kind => "metadata";

    public override void Deliver(Node to)
    {
        if (to is Silo { IsCrashed: false, Metadata: { } known }) known.Learn(silo, metadata);
    }
}
