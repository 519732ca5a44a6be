using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace OrleansInference.Embedded;

/// <summary>
/// Asks each silo that the membership names what it says of itself. As in Orleans the answer comes later than the silo does, and a silo that has not answered is asked again only
/// when the membership changes.
/// </summary>
internal sealed class SiloMetadataCache(Silo silo, IOptions<SiloMetadata> own) : ISiloMetadataCache
{
    private readonly ConcurrentDictionary<SiloAddress, SiloMetadata> _known = new();

    public SiloMetadata Own => own.Value;

    public SiloMetadata GetSiloMetadata(SiloAddress siloAddress) => _known.GetValueOrDefault(siloAddress) ?? SiloMetadata.Empty;

    /// <summary>The membership has changed.</summary>
    public void Follow(ClusterMembershipSnapshot snapshot)
    {
        foreach (var member in snapshot.Members.Values.OrderBy(member => member.SiloAddress))
            if (member.Status == SiloStatus.Dead) _known.TryRemove(member.SiloAddress, out _);
            else if (member.Status is SiloStatus.Joining or SiloStatus.Active && !_known.ContainsKey(member.SiloAddress) && silo.Fabric.Find(member.SiloAddress) is { } other)
                silo.Send(other, new MetadataQuestion(silo));
    }

    public void Learn(SiloAddress other, SiloMetadata metadata)
    {
        if (silo.Membership.StatusOf(other) != SiloStatus.Dead) _known[other] = metadata;
    }
}
