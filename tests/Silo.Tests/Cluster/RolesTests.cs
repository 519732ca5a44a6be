using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;
using OrleansInference.Control;
using OrleansInference.FrontDoors;
using OrleansInference.Inference;
using OrleansInference.Placement;
using OrleansInference.Replicas;
using OrleansInference.Routing;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.Cluster;

/// <summary>Silos that are for one thing each.</summary>
public sealed class RolesTests
{
    /// <summary>A router stays for 10 s at least.</summary>
    private static readonly TimeSpan Moved = TimeSpan.FromMinutes(1);

    private static readonly ControlSpec OnDemand = new() { Mode = ControlMode.Explicit };

    [Fact]
    public async Task A_front_door_loads_nothing_and_has_workers_serve()
    {
        await using var cluster = await Start([SiloRoles.FrontDoor | SiloRoles.Control, SiloRoles.Worker, SiloRoles.Worker]);
        var silo = cluster.SiloWith(SiloRoles.FrontDoor);
        var door = cluster.Service<IDispatcher>(silo);

        foreach (var _ in Enumerable.Range(0, 20)) Assert.Equal(new float[] { 2, 4 }, Floats(await door.InferAsync(Request(1, 2), default)));
        Assert.Equal(new float[] { 12 }, Floats(await door.InferAsync(Request(3) with { Model = "quadruple" }, default)));

        Assert.Equal(0, cluster.Service<DoublingRuntime>(silo).Loads);
        Assert.All(cluster.SilosWith(SiloRoles.Worker), worker => Assert.Equal(2, cluster.Service<DoublingRuntime>(worker).Loaded));
        var model = (await door.DescribeAsync("double", null, default))!;
        Assert.Equal((PoolState.Ready, 4, "x"), (model.State, model.ReadyReplicas, model.Signature!.Inputs[0].Name));
        Assert.NotNull(model.Spec);
        Assert.Equal(22, (await door.StatisticsAsync("double", 1, default)).Single().Totals.Success.Count);
        var own = Assert.Single(await door.OwnSiloAsync(default), each => each.Id.Model == "double");
        Assert.Equal((0, 0), (own.ReadyReplicas, own.QueueDepth));
    }

    [Fact]
    public async Task A_front_door_is_ready_once_workers_serve_or_say_what_they_cannot()
    {
        await using var cluster = await Start([SiloRoles.FrontDoor | SiloRoles.Control]);
        var silo = cluster.SiloWith(SiloRoles.FrontDoor);
        var door = cluster.Service<IDispatcher>(silo);
        var readiness = new ServerReadiness(door, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));
        Assert.False(await readiness.IsReadyAsync(default));
        Assert.Equal(FaultKind.ModelNotReady, (await door.InferAsync(Request(1), default)).Fault!.Kind);

        var worker = await cluster.Add(SiloRoles.Worker);
        await cluster.UntilEverySiloSees(silo, 1);
        await Eventually.Holds(() => readiness.IsReadyAsync(default).AsTask());
        await Eventually.Holds(async () => await door.DescribeAsync("corrupt", null, default) is { State: PoolState.Failed, Reason: "the archive is corrupt" });
        Assert.Equal(new float[] { 2 }, Floats(await door.InferAsync(Request(1), default)));

        // What is lost later is told of each model, and must not close the door.
        await cluster.Stop(worker);
        await Eventually.Holds(async () => await door.DescribeAsync("double", null, default) is { IsReady: false });
        Assert.True(await readiness.IsReadyAsync(default));
    }

    [Fact]
    public async Task Routers_are_on_control_silos_and_on_any_other_while_there_is_none()
    {
        await using var cluster = await Start([SiloRoles.FrontDoor, SiloRoles.Worker, SiloRoles.Control, SiloRoles.Control]);
        var door = cluster.SiloWith(SiloRoles.FrontDoor);
        using var load = new Load(cluster.Service<IDispatcher>(door), callers: 4);
        // The first router came about before there was a control silo, and leaves for one.
        await Eventually.Holds(() => cluster.SilosWith(SiloRoles.Control).Any(HasRouter), Moved);
        var first = cluster.SilosWith(SiloRoles.Control).First(HasRouter);

        await cluster.Kill(first);
        await Eventually.Holds(() => cluster.SilosWith(SiloRoles.Control).All(HasRouter), Moved);
        var others = Routers();
        await cluster.Stop(cluster.SiloWith(SiloRoles.Control));
        await Eventually.Holds(() => Routers() > others, Moved);

        var joined = await cluster.Add(SiloRoles.Control);
        await Eventually.Holds(() => HasRouter(joined), Moved);
        await cluster.Add(SiloRoles.Worker);
        await cluster.UntilEverySiloSees(door, 2);
        Assert.Empty(await load.Stop());

        bool HasRouter(InProcessSiloHandle silo) => cluster.Service<RoutersHere>(silo).Models.Contains("double");

        int Routers() => cluster.SilosWith(SiloRoles.FrontDoor).Concat(cluster.SilosWith(SiloRoles.Worker)).Sum(silo => cluster.Service<RoutersHere>(silo).Models.Count(model => model == "double"));
    }

    [Fact]
    public async Task Loading_a_model_on_demand_reaches_every_worker_and_only_those()
    {
        await using var cluster = await Start([SiloRoles.FrontDoor | SiloRoles.Control, SiloRoles.Worker, SiloRoles.Worker], OnDemand);
        var silo = cluster.SiloWith(SiloRoles.FrontDoor);
        var control = cluster.Service<IModelControl>(silo);

        Assert.Null(await control.LoadAsync("double", null, default));
        Assert.Equal(new float[] { 2 }, Floats(await cluster.Service<IDispatcher>(silo).InferAsync(Request(1), default)));
        Assert.Equal([0, 2, 2], cluster.Silos.Select(each => cluster.Service<DoublingRuntime>(each).Loads).Order());
        Assert.Contains("the archive is corrupt", (await control.LoadAsync("corrupt", null, default))!.Message);

        Assert.Null(await control.UnloadAsync("double", unloadDependents: false, default));
        Assert.Equal(FaultKind.ModelNotReady, (await cluster.Service<IDispatcher>(silo).InferAsync(Request(1), default)).Fault!.Kind);
        Assert.All(cluster.SilosWith(SiloRoles.Worker), worker => Assert.Equal(0, cluster.Service<DoublingRuntime>(worker).Loaded));
    }

    [Fact]
    public async Task What_is_loaded_while_there_is_no_worker_is_loaded_by_the_first_that_joins()
    {
        await using var cluster = await Start([SiloRoles.FrontDoor | SiloRoles.Control], OnDemand);
        var silo = cluster.SiloWith(SiloRoles.FrontDoor);
        var fault = await cluster.Service<IModelControl>(silo).LoadAsync("double", null, default);
        Assert.Equal((FaultKind.Unavailable, "no silo of the cluster has the role worker; 'double' is loaded once one joins"), (fault!.Kind, fault.Message));

        await cluster.Add(SiloRoles.Worker);
        await cluster.UntilEverySiloSees(silo, 1);
        Assert.Equal(new float[] { 2 }, Floats(await cluster.Service<IDispatcher>(silo).InferAsync(Request(1), default)));
    }

    [Fact]
    public async Task A_worker_that_others_serve_for_is_not_ready_before_it_serves_itself()
    {
        LoadGate? next = null;
        await using var cluster = await Start([SiloRoles.All], configure: silo =>
        {
            if (next is not null) silo.Services.AddSingleton(next);
        });
        next = new LoadGate();
        var joined = await cluster.Add(SiloRoles.All);
        var dispatcher = cluster.Service<IDispatcher>(joined);
        var readiness = new ServerReadiness(dispatcher, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));
        await Eventually.Holds(async () => await dispatcher.DescribeAsync("double", null, default) is { ReadyReplicas: 2 });
        Assert.False(await readiness.IsReadyAsync(default));

        next.Open();
        await cluster.UntilEverySiloSees(joined, 2);
        await Eventually.Holds(() => readiness.IsReadyAsync(default).AsTask());
    }
}
