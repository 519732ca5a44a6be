using System.Net;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling;
using OrleansInference.Hosting;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Placement;

namespace OrleansInference.Orchestration.Local;

public sealed class LocalOrchestratorTests
{
    private readonly ManualTime _time = new();
    private readonly FakeRunner _runner = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly SiloClusterOptions _cluster = new() { Name = "host", SiloPort = 21000, GatewayPort = 31000 };
    private readonly LocalOrchestrator _orchestrator;
    private int _asked = 1;

    public LocalOrchestratorTests() => _orchestrator = Orchestrator(_cluster);

    private LocalOrchestrator Orchestrator(SiloClusterOptions cluster) => new(
        _runner,
        Options.Create(new HostOptions { MinSilos = 1, MaxSilos = 5 }),
        Options.Create(cluster),
        Options.Create(new Microsoft.Extensions.Hosting.HostOptions { ShutdownTimeout = TimeSpan.FromSeconds(30) }),
        _lifetime,
        _time,
        NullLogger<LocalOrchestrator>.Instance);

    [Fact]
    public async Task Starts_as_many_as_lack_with_names_and_ports_of_their_own_that_join_its_silo()
    {
        var status = await Scale(3);
        await Started(2);

        Assert.Equal((3, 1, 5), (status.Asked, status.Min, status.Max));
        var specs = _runner.Runs.Select(run => run.Spec).ToArray();
        Assert.Equal(["host-1", "host-2"], specs.Select(spec => spec.Name).Order());
        Assert.Equal(4, specs.SelectMany(spec => new[] { spec.SiloPort, spec.GatewayPort }).Distinct().Count());
        Assert.All(specs, spec => Assert.True(spec is { SiloPort: > 21000, GatewayPort: > 31000, PrimaryPort: 21000 }));
    }

    [Fact]
    public async Task Its_own_silo_counts_only_where_it_is_a_worker()
    {
        _cluster.Roles = "frontdoor,control";
        Assert.Equal(3, (await Scale(3)).Asked);
        await Eventually.Holds(async () => (await Status()).Running == 3);
        Assert.Equal(3, _runner.Runs.Length);
        Assert.All(_runner.Runs, run => Assert.Equal(SiloRoles.Worker, run.Spec.Roles));
    }

    [Fact]
    public async Task Where_a_Redis_keeps_the_list_of_silos_those_that_it_starts_join_there()
    {
        var orchestrator = Orchestrator(new SiloClusterOptions { Membership = MembershipNames.Redis, Name = "host", SiloPort = 21000, GatewayPort = 31000, Pod = new() });

        await orchestrator.ScaleAsync(new HostRequest(2, []), CancellationToken.None);
        await Eventually.Holds(() => _runner.Runs.Length == 1);

        Assert.True(_runner.Runs[0].Spec is { Name: "host-1", SiloPort: > 21000, GatewayPort: > 31000, PrimaryPort: 0 });
    }

    [Fact]
    public async Task The_same_request_again_does_nothing_twice()
    {
        for (var i = 0; i < 3; i++) await Scale(3);
        await Started(2);

        var status = await Status();
        Assert.Equal((3, 3, null, null), (status.Asked, status.Running, status.Problem, status.Activity));
        Assert.Equal(2, _runner.Runs.Length);
    }

    [Fact]
    public async Task Keeps_within_its_bounds()
    {
        Assert.Equal(5, (await Scale(9)).Asked);
        await Started(4);

        Assert.Equal(1, (await Scale(0, "host-1", "host-2", "host-3", "host-4")).Asked);
    }

    [Fact]
    public async Task Of_those_named_as_many_go_as_there_are_too_many_in_their_order_and_no_other()
    {
        await Scale(5);
        await Started(4);

        var status = await Scale(3, "host", "nobody", "host-3", "host-1", "host-2");
        await Eventually.Holds(() => _runner.Of("host-3").IsStopping && _runner.Of("host-1").IsStopping);

        Assert.Equal((3, 3, "stopping host-1, host-3"), (status.Asked, status.Running, status.Activity));
        Assert.False(_runner.Of("host-2").IsStopping || _runner.Of("host-4").IsStopping);

        Assert.Equal(3, (await Scale(1)).Asked);
        Assert.False(_runner.Of("host-2").IsStopping || _runner.Of("host-4").IsStopping);
    }

    [Fact]
    public async Task A_silo_that_has_another_address_than_the_one_named_stays()
    {
        await Scale(2);
        await Started(1);

        var status = await _orchestrator.ScaleAsync(new HostRequest(1, [new HostSilo("host-1", Address(_runner.Of("host-1").Spec.SiloPort + 1))]), default);

        Assert.Equal((2, null), (status.Asked, status.Activity));
    }

    [Fact]
    public async Task A_new_silo_gets_the_lowest_free_name_once_the_old_one_is_gone()
    {
        await Scale(3);
        await Started(2);
        await Scale(2, "host-1");
        await Scale(3);
        await Started(3);
        Assert.Equal("host-3", _runner.Runs[^1].Spec.Name);

        _runner.Of("host-1").End();
        await Eventually.Holds(async () => (await Status()).Activity is null);
        await Scale(4);
        await Started(4);
        Assert.Equal("host-1", _runner.Runs[^1].Spec.Name);
    }

    [Fact]
    public async Task One_that_ends_unasked_is_told_and_starts_again_with_back_off()
    {
        await Scale(2);
        await Started(1);
        _time.Advance(TimeSpan.FromSeconds(3));
        _runner.Of("host-1").End("exit code 1; it last said: no");

        Assert.Equal("Silo host-1 ended after 3 s: exit code 1; it last said: no. It starts again in 1 s.", await Problem());
        var status = await Status();
        Assert.Equal((2, 1, "starting host-1"), (status.Asked, status.Running, status.Activity));
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Single(_runner.Runs);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await Started(2);

        _runner.Of("host-1").End("exit code 1");
        await Eventually.Holds(async () => (await Status()).Problem?.EndsWith("It starts again in 2 s.", StringComparison.Ordinal) == true);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Started(3);
        Assert.EndsWith("It was started again.", (await Status()).Problem);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await Status()).Problem);
    }

    [Fact]
    public async Task Back_off_begins_anew_after_a_minute_of_life()
    {
        await Scale(2);
        await Started(1);
        _runner.Of("host-1").End();
        await Problem();
        _time.Advance(TimeSpan.FromSeconds(1));
        await Started(2);

        _time.Advance(TimeSpan.FromMinutes(1));
        _runner.Of("host-1").End("exit code 1");

        await Eventually.Holds(async () => (await Status()).Problem == "Silo host-1 ended after 60 s: exit code 1. It starts again in 1 s.");
    }

    [Fact]
    public async Task One_that_waits_to_start_again_goes_before_one_that_runs()
    {
        await Scale(3);
        await Started(2);
        _runner.Of("host-2").End();
        await Problem();

        Assert.Equal(2, (await Scale(2, "host-1")).Asked);
        await Eventually.Holds(async () => (await Status()).Activity is null);

        Assert.False(_runner.Of("host-1").IsStopping);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _runner.Runs.Length);
    }

    [Fact]
    public async Task One_that_does_not_end_is_killed_after_the_time_that_a_host_has_to_stop_and_a_margin()
    {
        await Scale(2);
        await Started(1);
        await Scale(1, "host-1");
        var run = _runner.Of("host-1");
        await Eventually.Holds(() => run.IsStopping);

        _time.Advance(TimeSpan.FromSeconds(34.9));
        Assert.False(run.IsKilled);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(run.IsKilled);
        await Eventually.Holds(async () => (await Status()).Activity is null);
    }

    [Fact]
    public async Task All_end_before_its_own_silo_does_and_none_starts_any_more()
    {
        await Scale(3);
        await Started(2);

        _lifetime.StopApplication();
        var stopping = _orchestrator.StopAsync(default);
        await Eventually.Holds(() => _runner.Runs.All(run => run.IsStopping));
        Assert.False(stopping.IsCompleted);
        await Scale(5);
        foreach (var run in _runner.Runs) run.End();
        await stopping;

        Assert.Equal(2, _runner.Runs.Length);
        Assert.DoesNotContain(_runner.Runs, run => run.IsKilled);
    }

    [Fact]
    public async Task One_that_ends_after_its_parent_was_told_to_stop_was_told_so_too_and_has_not_failed()
    {
        await Scale(2);
        await Started(1);

        _lifetime.StopApplication();
        _runner.Of("host-1").End("exit code 0");
        await Eventually.Holds(async () => (await Status()).Asked == 1);

        Assert.Null((await Status()).Problem);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _orchestrator.StopAsync(default);
        Assert.Single(_runner.Runs);
    }

    [Fact]
    public async Task Where_the_time_to_stop_is_over_they_are_killed()
    {
        await Scale(3);
        await Started(2);
        using var atOnce = new CancellationTokenSource();

        var stopping = _orchestrator.StopAsync(atOnce.Token);
        await Eventually.Holds(() => _runner.Runs.All(run => run.IsStopping));
        await atOnce.CancelAsync();
        await stopping;

        Assert.All(_runner.Runs, run => Assert.True(run.IsKilled));
    }

    /// <summary>Until so many runs were started, and the orchestrator knows of the last.</summary>
    private Task Started(int runs) => Eventually.Holds(async () =>
        _runner.Runs.Length == runs && (await Status()).Running == 1 + _runner.Runs.Count(run => run is { IsUp: true, IsStopping: false }));

    private async Task<HostStatus> Scale(int silos, params string[] leaving)
    {
        var named = leaving.Select(name => new HostSilo(name, Address(_runner.Runs.LastOrDefault(run => run.Spec.Name == name)?.Spec.SiloPort ?? 21000)));
        var status = await _orchestrator.ScaleAsync(new HostRequest(silos, [.. named]), default);
        _asked = status.Asked;
        return status;
    }

    /// <summary>Asks for no more and no less than there is.</summary>
    private Task<HostStatus> Status() => Scale(_asked);

    private async Task<string> Problem()
    {
        await Eventually.Holds(async () => (await Status()).Problem is not null);
        return (await Status()).Problem!;
    }

    private static SiloAddress Address(int port) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 1);
}
