using OrleansInference.Autoscaling;
using OrleansInference.Autoscaling.Placement;

namespace OrleansInference.Tests.Autoscaling.Placement;

/// <summary>What holds of every plan, reckoned by other means than the planner's.</summary>
internal static class Invariants
{
    public static void Hold(PlacementInput input, PlacementPlan plan)
    {
        foreach (var version in input.Versions)
        {
            HasItsFirstReplica(input, plan, version);
            KeepsTwoDomains(input, plan, version);
            IsToldOf(input, plan, version);
        }
        if (input.Host is { } host) Assert.InRange(plan.Request.Silos, host.Min, Math.Max(host.Max, input.Silos.Length));
        Assert.DoesNotContain(plan.Request.Leaving, silo => silo.Address.Equals(input.HostSilo));
        Assert.InRange(plan.State.Awaited.Length, 0, Math.Max(0, plan.Request.Silos));
    }

    /// <summary>Wherever memory allows it, whatever threads say.</summary>
    private static void HasItsFirstReplica(PlacementInput input, PlacementPlan plan, PlacementVersion version)
    {
        if (version is not { Wanted: > 0, Minimum: > 0 } || Placed(input, plan, version) > 0) return;
        Assert.DoesNotContain(input.Silos, silo => !silo.Report.IsLeaving && FreeBytes(silo, plan, version) >= Size(silo, version).BytesPerReplica);
    }

    /// <summary>What is taken away never leaves one domain where there were two.</summary>
    private static void KeepsTwoDomains(PlacementInput input, PlacementPlan plan, PlacementVersion version)
    {
        if (version.Wanted < 2) return;
        var before = Domains(input, silo => Size(silo, version).Replicas);
        if (before < 2) return;
        Assert.True(Domains(input, silo => Keep(plan, silo, version)) >= 2, $"{version.Model} is left in one failure domain");
    }

    private static void IsToldOf(PlacementInput input, PlacementPlan plan, PlacementVersion version)
    {
        var placed = Placed(input, plan, version);
        var shortage = plan.Shortages.SingleOrDefault(shortage => shortage.Model == version.Model);
        if (shortage is null) return;
        Assert.InRange(shortage.Placed, 0, version.Wanted!.Value - 1);
        Assert.True(placed >= shortage.Placed, "what is said to be placed is placed");
        Assert.InRange(shortage.Coming, 0, version.Wanted.Value - shortage.Placed);
    }

    private static int Domains(PlacementInput input, Func<PlacementSilo, int> replicas) => input.Silos.Where(silo => replicas(silo) > 0)
        .Select(silo => silo.Report.FailureDomain is { Length: > 0 } domain ? domain : silo.Report.Name).Distinct().Count();

    private static int Placed(PlacementInput input, PlacementPlan plan, PlacementVersion version) =>
        input.Silos.Where(silo => !silo.Report.IsLeaving).Sum(silo => Keep(plan, silo, version));

    private static int Keep(PlacementPlan plan, PlacementSilo silo, PlacementVersion version) =>
        plan.Targets.Where(target => target.Silo.Equals(silo.Report.Silo) && target.Model == version.Model).Sum(target => target.Replicas);

    private static SiloPoolSize Size(PlacementSilo silo, PlacementVersion version) => silo.Report.Pools.Single(size => size.Model == version.Model);

    /// <summary>Once all that is kept, or was until now, has loaded.</summary>
    private static long FreeBytes(PlacementSilo silo, PlacementPlan plan, PlacementVersion version)
    {
        var kind = Size(silo, version).DeviceKind;
        var free = silo.Report.Devices.Where(device => device.Device.StartsWith(kind, StringComparison.Ordinal)).Sum(device => device.FreeBytes);
        foreach (var size in silo.Report.Pools.Where(size => size.DeviceKind == kind))
        {
            var keep = plan.Targets.Where(target => target.Silo.Equals(silo.Report.Silo) && target.Model == size.Model).Sum(target => target.Replicas);
            var ready = silo.Counts.FirstOrDefault(count => count.Model == size.Model).Ready;
            free -= Math.Max(0, Math.Max(keep, size.Replicas) - ready) * size.BytesPerReplica;
        }
        return free;
    }
}
