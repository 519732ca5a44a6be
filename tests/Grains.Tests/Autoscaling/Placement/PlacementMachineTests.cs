using OrleansInference.Autoscaling.Placement;

namespace OrleansInference.Tests.Autoscaling.Placement;

/// <summary>
/// Random clusters and loads; replicas that take random times to load, silos that die, orchestrators that lag, fail and give fewer. What each plan holds is in
/// <see cref="Invariants"/> and <see cref="SimulatedCluster"/>; here is what many plans come to.
/// </summary>
public sealed class PlacementMachineTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 300)];

    [Theory, MemberData(nameof(Seeds))]
    public void Plans_converge_and_silos_go_when_the_load_does(int seed)
    {
        var cluster = new SimulatedCluster(seed) { HasFaults = true };
        for (var phase = 0; phase < 3; phase++)
        {
            cluster.Scenario.Demand(cluster.Random, most: 8);
            Run(cluster, TimeSpan.FromMinutes(4));
        }
        cluster.HasFaults = false;
        cluster.Scenario.Demand(cluster.Random, most: 8);
        var reversals = Run(cluster, TimeSpan.FromMinutes(60));
        Assert.InRange(reversals, 0, 2);
        Settled(cluster);

        cluster.Scenario.Rest();
        reversals = Run(cluster, TimeSpan.FromMinutes(75));
        Assert.InRange(reversals, 0, 1);
        Settled(cluster);
        // The only one that can go may be the only one of its domain, though two others are in one.
        if (cluster.Scenario is { HasHost: true } and not { IsOrdered: true, Domains.Length: > 1 }) HasFewSilos(cluster);
    }

    /// <summary>For ten minutes nothing changes, and what is placed is ready.</summary>
    private static void Settled(SimulatedCluster cluster)
    {
        for (var until = cluster.Now + TimeSpan.FromMinutes(10); cluster.Now < until;)
            Assert.False(cluster.Advance(), "nothing is to change any more");
        foreach (var version in cluster.Scenario.Versions)
        {
            var ready = cluster.Silos.Sum(silo => silo.Ready(version.Model, cluster.Now));
            var missing = cluster.Plan.Shortages.Where(shortage => shortage.Model == version.Model).Sum(shortage => shortage.Wanted - shortage.Placed);
            Assert.Equal(version.Wanted, ready + missing);
        }
    }

    /// <summary>Returns how often the wanted number of silos turned.</summary>
    private static int Run(SimulatedCluster cluster, TimeSpan time)
    {
        int reversals = 0, direction = 0, last = -1;
        for (var until = cluster.Now + time; cluster.Now < until;)
        {
            cluster.Advance();
            var silos = cluster.Plan.Request.Silos;
            var now = last < 0 ? 0 : Math.Sign(silos - last);
            if (now != 0 && direction != 0 && now != direction) reversals++;
            if (now != 0) direction = now;
            last = silos;
        }
        return reversals;
    }

    /// <summary>Idle replicas hardly need threads: as many silos as memory asks for, generously, and two for the versions that are to be in two domains.</summary>
    private static void HasFewSilos(SimulatedCluster cluster)
    {
        var scenario = cluster.Scenario;
        var needed = 1;
        foreach (var device in scenario.Devices)
        {
            var sizes = scenario.Versions.Select(version => (version, size: scenario.Sizes[version.Model]))
                .Where(pair => device.Device.StartsWith(pair.size.DeviceKind, StringComparison.Ordinal)).ToList();
            var largest = sizes.Count == 0 ? 0 : sizes.Max(pair => pair.size.BytesPerReplica);
            var bytes = sizes.Sum(pair => pair.size.BytesPerReplica * pair.version.Wanted!.Value);
            needed = Math.Max(needed, 1 + (int)(bytes / Math.Max(1, device.TotalBytes - largest)));
            var threads = sizes.Sum(pair => (device.Threads == 0 ? 1 : pair.size.Threads) * pair.version.Wanted!.Value * PlacementVersion.LeastBusy);
            needed = Math.Max(needed, 1 + (int)(threads / Math.Max(1, device.Threads)));
        }
        var domains = scenario.Versions.Any(version => version.Wanted >= 2) ? 2 : 1;
        Assert.InRange(cluster.Silos.Count, 1, Math.Max(needed, domains));
    }
}
