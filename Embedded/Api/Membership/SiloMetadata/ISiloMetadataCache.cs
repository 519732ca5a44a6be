namespace Orleans.Runtime.MembershipService.SiloMetadata;

/// <summary>What a silo knows of what the silos of its cluster say of themselves.</summary>
public interface ISiloMetadataCache
{
    /// <summary><see cref="SiloMetadata.Empty"/> for a silo that has not answered yet, and for one that is not in the cluster.</summary>
    SiloMetadata GetSiloMetadata(SiloAddress siloAddress);
}
