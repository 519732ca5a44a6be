using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>A snapshot and what changed before it.</summary>
[GenerateSerializer, Immutable]
public sealed class ClusterMembershipUpdate(ClusterMembershipSnapshot snapshot, ImmutableArray<ClusterMember> changes)
{
    public bool HasChanges => !Changes.IsDefaultOrEmpty;

    [Id(0)] public ImmutableArray<ClusterMember> Changes { get; } = changes;

    [Id(1)] public ClusterMembershipSnapshot Snapshot { get; } = snapshot;
}
