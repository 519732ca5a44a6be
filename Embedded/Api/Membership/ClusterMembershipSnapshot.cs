using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>The membership at one version, as one silo knows it.</summary>
[GenerateSerializer, Immutable]
public sealed class ClusterMembershipSnapshot(ImmutableDictionary<SiloAddress, ClusterMember> members, MembershipVersion version)
{
    internal static ClusterMembershipSnapshot Default { get; } = new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, MembershipVersion.MinValue);

    [Id(0)] public ImmutableDictionary<SiloAddress, ClusterMember> Members { get; } = members;

    [Id(1)] public MembershipVersion Version { get; } = version;

    /// <summary>The silo's status; dead where a successor is a member; <see cref="SiloStatus.None"/> where unknown.</summary>
    public SiloStatus GetSiloStatus(SiloAddress silo) =>
        Members.TryGetValue(silo, out var member) ? member.Status
        : Members.Keys.Any(other => other.IsSuccessorOf(silo)) ? SiloStatus.Dead
        : SiloStatus.None;

    /// <summary>As the other overload, but unknown to a version later than <paramref name="seenAtVersion"/> is dead.</summary>
    public SiloStatus GetSiloStatus(SiloAddress silo, MembershipVersion seenAtVersion)
    {
        var status = GetSiloStatus(silo);
        return status == SiloStatus.None && Version > seenAtVersion ? SiloStatus.Dead : status;
    }

    public ClusterMembershipUpdate AsUpdate() => new(this, [.. Members.Values]);

    /// <summary>What changed since <paramref name="previous"/>; a member that was removed counts as dead.</summary>
    public ClusterMembershipUpdate CreateUpdate(ClusterMembershipSnapshot previous)
    {
        ArgumentNullException.ThrowIfNull(previous);
        if (Version < previous.Version)
            throw new ArgumentException($"Expected a version of at most {Version}, encountered {previous.Version}.", nameof(previous));
        if (Version == previous.Version) return new(this, []);

        var changed = Members.Values.Where(member => !previous.Members.TryGetValue(member.SiloAddress, out var old) || old.Status != member.Status);
        var removed = previous.Members.Values.Where(member => !Members.ContainsKey(member.SiloAddress))
            .Select(member => new ClusterMember(member.SiloAddress, SiloStatus.Dead, member.Name));
        return new(this, [.. changed.Concat(removed).OrderBy(member => member.SiloAddress)]);
    }

    public override string ToString() =>
        $"ClusterMembershipSnapshot {{ Version = {Version}, Members = [{string.Join(", ", Members.Values.OrderBy(member => member.SiloAddress))}] }}";
}
