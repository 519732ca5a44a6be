namespace OrleansInference.Embedded;

/// <summary>The membership that counts. Silos learn of changes through the driver, which may take its time.</summary>
internal sealed class MembershipTable(Fabric fabric)
{
    private readonly Lock _lock = new();

    public ClusterMembershipSnapshot Current { get; private set; } = new(ClusterMembershipSnapshot.Default.Members, new MembershipVersion(0));

    public void Update(SiloAddress silo, SiloStatus status, string name)
    {
        ClusterMembershipSnapshot snapshot;
        lock (_lock)
        {
            // The dead stay dead: a silo that was declared dead can't come back under its old address.
            if (Current.GetSiloStatus(silo) is SiloStatus.Dead) return;
            snapshot = Current = new(
                Current.Members.SetItem(silo, new ClusterMember(silo, status, name)), new MembershipVersion(Current.Version.Value + 1));
        }

        if (status == SiloStatus.Dead) fabric.Directory.RemoveAllAt(silo);
        foreach (var other in fabric.Silos) fabric.Driver.Publish(other, snapshot);
    }

    /// <summary>Declares a silo dead; nothing where it is unknown.</summary>
    public void DeclareDead(SiloAddress silo)
    {
        if (Current.Members.TryGetValue(silo, out var member)) Update(silo, SiloStatus.Dead, member.Name);
    }
}
