using Orleans.Runtime.MembershipService.SiloMetadata;
using OrleansInference.Autoscaling;
using OrleansInference.Placement;

namespace OrleansInference.Hosting.Roles;

/// <summary>What the silos of the cluster are for, as far as this one knows.</summary>
internal sealed class ClusterRoles(ISiloMetadataCache metadata, ILocalSiloDetails silo, SiloResources resources)
{
    /// <summary>Null where the silo has not said it yet; it is asked when it joins.</summary>
    public SiloRoles? Of(SiloAddress address) =>
        address.Equals(silo.SiloAddress) ? resources.Roles
        : metadata.GetSiloMetadata(address).Metadata.TryGetValue(SiloFacts.Roles, out var text) && RoleListAttribute.TryParse(text, out var roles) ? roles
        : null;
}
