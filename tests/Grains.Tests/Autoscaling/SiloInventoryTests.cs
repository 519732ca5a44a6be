using OrleansInference.Ensembles;
using OrleansInference.Models;
using OrleansInference.Placement;
using OrleansInference.Routing;

namespace OrleansInference.Autoscaling;

public sealed class SiloInventoryTests
{
    private static readonly DeviceRoom Cpu = new("cpu", 16, 1000, 400);

    private readonly ModelCatalog _catalog = new();

    [Fact]
    public void Tells_what_the_silo_has_and_keeps()
    {
        var scaling = new ScalingSpec { MaxReplicas = 9 };
        Publish(
            [Entry("a", 1) with { Spec = Spec("a") with { Scaling = scaling } }, Entry("b", 3) with { Spec = Spec("b", new DeviceSlot("cuda:1", 4)) }],
            (("a", 1), 1, 5), (("b", 3), 2, 1), (("b", 3), 7, 0));
        var report = Inventory().Report();

        Assert.Equal((Reports.Silo(1), "pod-0", "zone-a"), (report.Silo, report.Name, report.FailureDomain));
        Assert.Equal([Cpu], report.Devices.AsEnumerable());
        Assert.Equal(
            [
                new SiloPoolSize { Model = new ModelVersion("a", 1), Replicas = 5, Scaling = scaling, Threads = 2, BytesPerReplica = 105 },
                new SiloPoolSize { Model = new ModelVersion("b", 3), Replicas = 0, DeviceKind = "cuda", Threads = 4, BytesPerReplica = 100 },
            ],
            report.Pools.AsEnumerable());
    }

    [Fact]
    public void A_silo_that_is_no_worker_has_room_for_nothing()
    {
        Publish([Entry("a", 1) with { Spec = Spec("a") with { Scaling = new ScalingSpec() } }]);
        var inventory = Inventory(SiloRoles.FrontDoor | SiloRoles.Control);
        var report = inventory.Report();
        Assert.Equal((SiloRoles.FrontDoor | SiloRoles.Control, 0, 0), (report.Roles, report.Devices.Length, report.Pools.Length));
        Assert.True(inventory.KnowsScaledModels);
    }

    [Fact]
    public void Names_only_versions_that_it_keeps_or_is_about_to()
    {
        Publish(
            [
                Entry("begins", 1), Entry("broken", 1) with { Reason = "no" }, Entry("ensemble", 1) with { Spec = Spec("ensemble") with { Ensemble = new EnsembleSpec { Steps = [] }, Replicas = [] } },
                Entry("reload", 1) with { Reason = "the newer one can't be loaded" }, Entry("unwanted", 1) with { IsWanted = false }, new CatalogEntry { Id = new ModelVersion("wrong", 1) },
            ],
            (("reload", 1), 1, 2));
        Assert.Equal([("begins", 0), ("reload", 2)], Inventory().Report().Pools.Select(pool => (pool.Model.Model, pool.Replicas)));
    }

    private SiloInventory Inventory(SiloRoles roles = SiloRoles.All) => new(_catalog, Reports.Silo(1), new SiloResources
    {
        Name = "pod-0",
        FailureDomain = "zone-a",
        Roles = roles,
        Devices = () => [Cpu],
        BytesPerReplica = (_, replicas) => 100 + replicas,
    });

    private void Publish(CatalogEntry[] entries, params ((string Model, long Version) Id, long Revision, int Replicas)[] pools) => _catalog.Publish(
        [.. entries], pools.ToDictionary(pool => (new ModelVersion(pool.Id.Model, pool.Id.Version), pool.Revision), pool => new PoolPlan(Spec(pool.Id.Model), pool.Replicas)));

    private static CatalogEntry Entry(string model, long version) => new() { Id = new ModelVersion(model, version), Spec = Spec(model) };

    private static ModelSpec Spec(string model, DeviceSlot? slot = null) => Sample.Spec() with { Id = new ModelVersion(model, 1), Replicas = [slot ?? new DeviceSlot("cpu", 2)] };
}
