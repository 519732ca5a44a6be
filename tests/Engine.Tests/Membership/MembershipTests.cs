using System.Collections.Immutable;
using System.Net;

namespace OrleansInference.Engine.Tests.Membership;

public sealed class MembershipTests
{
    private static readonly SiloAddress A = SiloAddress.New(IPAddress.Loopback, 1, 1);
    private static readonly SiloAddress B = SiloAddress.New(IPAddress.Loopback, 2, 1);

    [Fact]
    public void An_update_holds_what_is_new_changed_or_gone()
    {
        var before = Snapshot(1, (A, SiloStatus.Active), (B, SiloStatus.Active));
        var after = Snapshot(2, (A, SiloStatus.ShuttingDown));
        Assert.Equal([(A, SiloStatus.ShuttingDown), (B, SiloStatus.Dead)], after.CreateUpdate(before).Changes.Select(change => (change.SiloAddress, change.Status)));
        Assert.False(after.CreateUpdate(after).HasChanges);
        Assert.Throws<ArgumentException>(() => before.CreateUpdate(after));
    }

    [Fact]
    public void A_silo_with_a_successor_is_dead_and_an_unknown_one_is_none()
    {
        var snapshot = Snapshot(3, (SiloAddress.New(IPAddress.Loopback, 1, 2), SiloStatus.Active));
        Assert.Equal(SiloStatus.Dead, snapshot.GetSiloStatus(A));
        Assert.Equal(SiloStatus.None, snapshot.GetSiloStatus(B));
        Assert.Equal(SiloStatus.Dead, snapshot.GetSiloStatus(B, new MembershipVersion(2)));
        Assert.True(SiloStatus.Dead.IsTerminating());
    }

    [Fact]
    public async Task A_silo_waits_for_a_version_of_the_membership()
    {
        await using var cluster = new InProcessTestClusterBuilder(1).Build();
        await cluster.DeployAsync();
        var membership = cluster.GetSiloServiceProvider().GetRequiredService<IClusterMembershipService>();
        var wanted = new MembershipVersion(membership.CurrentSnapshot.Version.Value + 1);
        var refreshed = membership.Refresh(wanted).AsTask();
        await cluster.StartAdditionalSiloAsync();
        await refreshed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(membership.CurrentSnapshot.Version >= wanted);
    }

    private static ClusterMembershipSnapshot Snapshot(long version, params (SiloAddress Silo, SiloStatus Status)[] members) =>
        new(members.ToImmutableDictionary(member => member.Silo, member => new ClusterMember(member.Silo, member.Status, "s")), new MembershipVersion(version));
}
