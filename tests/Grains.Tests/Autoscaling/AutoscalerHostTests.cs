using OrleansInference.Routing;
using static OrleansInference.Autoscaling.AutoscalerScene;

namespace OrleansInference.Autoscaling;

/// <summary>What is asked of the host orchestrator; <see cref="HostWatchTests"/> say when.</summary>
public sealed class AutoscalerHostTests
{
    private readonly AutoscalerScene _scene = new() { Orchestrator = "process" };

    [Fact]
    public void Further_silos_are_asked_of_the_silo_that_has_an_orchestrator()
    {
        _scene.Add(1, 0, new ScalingSpec { MinReplicas = 4 }, bytes: 400);
        var plan = _scene.Tick();
        Assert.Equal((Reports.Silo(1), 2), (plan.Host, plan.HostRequest!.Silos));
        _scene.Autoscaler.Answered(new HostStatus { Asked = 2, Running = 1, Activity = "one starts" });
        Assert.Null(_scene.Tick().Host);

        var hosts = _scene.Autoscaler.Status(_scene.Now).Hosts;
        Assert.Equal(("process", 1, 2), (hosts.Orchestrator, hosts.Silos, hosts.Wanted));
        Assert.Equal("one starts", hosts.Reasons[^1]);
        Assert.True(hosts.Reasons.Length > 1);
    }

    [Fact]
    public void Silos_that_are_no_workers_may_be_asked_and_are_not_counted()
    {
        _scene.AddDoor(1);
        var plan = _scene.Tick();
        Assert.Equal((Reports.Silo(1), 0), (plan.Host, _scene.Autoscaler.Status(_scene.Now).Hosts.Silos));
        _scene.Autoscaler.Answered(new HostStatus { Asked = 0, Running = 0 });
        Assert.Equal(1, _scene.Tick().HostRequest!.Silos);
        _scene.Autoscaler.Answered(new HostStatus { Asked = 1, Running = 1 });

        _scene.Add(2, 0, new ScalingSpec { MinReplicas = 4 }, bytes: 400);
        plan = _scene.Tick();
        Assert.Equal((Reports.Silo(1), 2), (plan.Host, plan.HostRequest!.Silos));
        Assert.Equal(Reports.Silo(2), Assert.Single(plan.Resizes).Silo);
        _scene.Autoscaler.Answered(new HostStatus { Asked = 2, Running = 1 });
        Assert.Equal((1, 2), (_scene.Autoscaler.Status(_scene.Now).Hosts.Silos, _scene.Autoscaler.Status(_scene.Now).Hosts.Wanted));
    }

    [Fact]
    public void None_is_asked_where_there_is_none_or_all_is_paused()
    {
        _scene.Add(1, 0, new ScalingSpec { MinReplicas = 4 }, bytes: 400);
        Assert.Null(_scene.Autoscaler.Set(new ScalingOverride { Stamp = 1, IsPaused = true }));
        Assert.Null(_scene.Tick().Host);
        Assert.Null(_scene.Autoscaler.Set(new ScalingOverride { Stamp = 2 }));
        _scene.Orchestrator = null;
        Assert.Null(_scene.Tick().Host);
        _scene.Orchestrator = "process";
        Assert.NotNull(_scene.Tick().Host);
    }

    [Fact]
    public void A_silo_that_leaves_is_not_asked()
    {
        _scene.Add(1, 0, new ScalingSpec());
        _scene.Add(2, 0, new ScalingSpec());
        _scene.Leaving.Add(Reports.Silo(1));
        Assert.Equal(Reports.Silo(2), _scene.Tick().Host);
    }

    [Fact]
    public void A_silo_that_is_not_needed_goes_only_when_it_is_empty()
    {
        _scene.Add(1, 1, new ScalingSpec());
        _scene.Add(2, 1, new ScalingSpec { StabilisationWindow = TimeSpan.Zero });
        for (var i = 0; i < 200; i++)
        {
            if (_scene.Tick() is not { HostRequest: { } request }) continue;
            Assert.All(request.Leaving, silo => Assert.Equal((Reports.Silo(2), 0), (silo.Address, _scene.Kept(2))));
            _scene.Autoscaler.Answered(new HostStatus { Asked = request.Silos, Running = 2 });
            if (request.Leaving.Length > 0) return;
        }
        Assert.Fail("The second silo was never let go.");
    }
}
