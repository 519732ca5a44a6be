using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Models;
using OrleansInference.Placement;

namespace OrleansInference.Autoscaling;

public sealed class SiloReportingTests
{
    private static readonly ModelVersion Digits = new("digits", 1);
    private static readonly ScalingOverride Pin = new() { Model = Digits, Stamp = 7, Pinned = 3 };

    private readonly FakeAutoscaleGrain _grain = new() { ReportAnswer = Task.FromResult<ImmutableArray<ScalingOverride>>([]) };
    private readonly ManualTime _time = new();
    private readonly ModelCatalog _catalog = new();

    [Fact]
    public async Task Nothing_is_sent_where_no_model_is_scaled()
    {
        Publish(scaling: null);
        var reporting = Reporting();
        await reporting.Send();
        await reporting.Leave();
        Assert.Empty(_grain.Reports);

        Publish(new ScalingSpec());
        await reporting.Send();
        Assert.Equal(Digits, Assert.Single(Assert.Single(_grain.Reports).Pools).Model);
    }

    [Fact]
    public async Task A_silo_that_is_no_worker_tells_of_its_orchestrator_where_a_model_is_scaled()
    {
        Publish(scaling: null);
        var reporting = Reporting("kubernetes", SiloRoles.Control);
        await reporting.Send();
        Assert.Empty(_grain.Reports);

        Publish(new ScalingSpec());
        await reporting.Send();
        Assert.Equal(("kubernetes", 0), (Assert.Single(_grain.Reports).Orchestrator, _grain.Reports[0].Pools.Length));
    }

    [Fact]
    public async Task One_that_leaves_says_so_from_then_on()
    {
        Publish(new ScalingSpec());
        var reporting = Reporting();
        await reporting.Send();
        await reporting.Leave();
        await reporting.Send();
        Assert.Equal([false, true, true], _grain.Reports.Select(report => report.IsLeaving));
    }

    [Fact]
    public async Task What_operators_have_set_is_kept_for_an_autoscaler_that_has_lost_it()
    {
        Publish(new ScalingSpec());
        var reporting = Reporting();
        _grain.ReportAnswer = Task.FromResult<ImmutableArray<ScalingOverride>>([Pin]);
        await reporting.Send();
        _grain.ReportAnswer = Task.FromResult<ImmutableArray<ScalingOverride>>([]);
        await reporting.Send();
        await reporting.Send();
        Assert.Equal([0, 1, 1], _grain.Reports.Select(report => report.Overrides.Length));
        Assert.Equal(Pin, _grain.Reports[^1].Overrides[0]);
    }

    [Fact]
    public async Task An_autoscaler_that_fails_or_is_silent_is_told_again()
    {
        Publish(new ScalingSpec());
        var reporting = Reporting();
        _grain.ReportAnswer = Task.FromException<ImmutableArray<ScalingOverride>>(new TimeoutException("its silo is gone"));
        await reporting.Send();
        _grain.ReportAnswer = new TaskCompletionSource<ImmutableArray<ScalingOverride>>().Task;
        var leaving = reporting.Leave();
        Assert.False(leaving.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await leaving;
        Assert.Equal(2, _grain.Reports.Count);
    }

    [Theory]
    [InlineData("process", "process")]
    [InlineData(IHostOrchestrator.None, null)]
    public async Task Only_what_can_start_silos_is_named(string orchestrator, string? named)
    {
        Publish(new ScalingSpec());
        await Reporting(orchestrator).Send();
        Assert.Equal(named, _grain.Reports[0].Orchestrator);
    }

    private SiloReporting Reporting(string orchestrator = IHostOrchestrator.None, SiloRoles roles = SiloRoles.All) => new(
        new SiloInventory(_catalog, Routing.Reports.Silo(1), new SiloResources { Name = "pod-0", Roles = roles, Devices = () => [] }), new FakeOrchestrator(orchestrator), () => _grain, _time,
        NullLogger<SiloReporting>.Instance);

    private void Publish(ScalingSpec? scaling)
    {
        var spec = Sample.Spec() with { Id = Digits, Scaling = scaling };
        _catalog.Publish([new CatalogEntry { Id = Digits, Spec = spec }], new Dictionary<(ModelVersion, long), PoolPlan> { [(Digits, 1)] = new(spec, 1) });
    }
}
