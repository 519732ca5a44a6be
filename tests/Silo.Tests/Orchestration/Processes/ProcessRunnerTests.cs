using OrleansInference.Hosting;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Orchestration.Local;

namespace OrleansInference.Orchestration.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly Lines<ProcessRunner> _log = new();
    private readonly List<ProcessRunner> _runners = [];

    public void Dispose() => _runners.ForEach(runner => runner.Dispose());

    [Fact]
    public async Task A_child_runs_with_its_own_settings_behind_those_of_its_parent_and_knows_its_parent()
    {
        var run = Start("""echo "$ORLEANS_INFERENCE_PARENT $*" """, "--models", "there");
        Assert.Equal("exit code 0", (await run.Ended).Split(';')[0]);

        var line = Assert.Single(_log.All, line => line.StartsWith("Information: host-1: ", StringComparison.Ordinal));
        Assert.StartsWith($"Information: host-1: {Environment.ProcessId} --models there ", line);
        Assert.EndsWith(
            "--cluster-name host-1 --cluster-silo-port 21001 --cluster-gateway-port 31001 --cluster-primary-port 21000 --cluster-roles frontdoor,worker,control --hosts-orchestrator none "
            + "--http-address 127.0.0.1 --http-port 0 --grpc-address 127.0.0.1 --grpc-port 0",
            line);
    }

    [Fact]
    public void The_settings_of_a_child_are_those_of_its_parent_but_its_own()
    {
        var program = new ChildProgram("dotnet", ["--address", "*", "--allow-anonymous", "--http-port", "80", "--orchestrator", "process", "--max-silos", "7"]);

        var settings = new Settings([.. program.ArgumentsOf(new ChildSpec("host-1", 21001, 31001, 21000))], [], Directory.GetCurrentDirectory(), ServerOptions.Sections);

        Assert.Empty(settings.Mistakes);
        Assert.Empty(ServerOptions.AccessObjections(settings).OfType<string>());
        var cluster = settings.Bind<SiloClusterOptions>();
        Assert.Equal(("host-1", 21001, 31001, 21000), (cluster.SiloName, cluster.SiloPort, cluster.GatewayPort, cluster.Primary!.Port));
        Assert.Equal(("none", 7), (settings.Bind<HostOptions>().Orchestrator, settings.Bind<HostOptions>().MaxSilos));
    }

    [Fact]
    public void A_child_of_a_silo_in_a_Redis_cluster_is_another_silo_of_that_cluster()
    {
        var program = new ChildProgram("dotnet", ["--cluster", "redis", "--redis", "here:6379", "--cluster-id", "blue", "--cluster-address", "10.0.0.1"]);

        var settings = new Settings([.. program.ArgumentsOf(new ChildSpec("host-1", 21001, 31001, 0))], [], Directory.GetCurrentDirectory(), ServerOptions.Sections);

        Assert.Empty(settings.Mistakes);
        var cluster = settings.Bind<SiloClusterOptions>();
        Assert.Equal(
            ("host-1", "10.0.0.1:21001", 31001, 0, true, "here:6379", "blue"),
            (cluster.SiloName, cluster.Endpoint.ToString(), cluster.GatewayPort, cluster.PrimaryPort, cluster.UsesRedis, cluster.Redis, cluster.Cluster));
    }

    [Fact]
    public async Task What_it_prints_is_logged_and_its_last_lines_say_why_it_ended()
    {
        var run = Start("for i in 1 2 3 4 5 6; do echo line $i; done; echo broken >&2; exit 3");

        Assert.Matches("^exit code 3; it last said: (line . \\| ){4}(line 6|broken)$|broken", await run.Ended);
        Assert.Contains("Warning: host-1: broken", _log.All);
        Assert.Contains("Information: host-1: line 1", _log.All);
        Assert.False(run.IsUp);
    }

    [Fact]
    public async Task It_drains_at_SIGTERM()
    {
        var run = Start("trap 'echo drained; exit 0' TERM; echo up; while :; do read -r; done");
        await Says("up");
        Assert.True(run.IsUp);

        await run.StopAsync(CancellationToken.None);

        Assert.Equal("exit code 0; it last said: up | drained", await run.Ended);
        Assert.DoesNotContain(_log.All, line => line.Contains("killed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_ignores_SIGTERM_is_killed_when_its_time_is_over()
    {
        var run = Start("trap 'echo never' TERM; echo up; while :; do read -r; done");
        await Says("up");
        using var atOnce = new CancellationTokenSource();

        var stopping = run.StopAsync(atOnce.Token);
        await Says("never");
        Assert.False(stopping.IsCompleted);
        await atOnce.CancelAsync();
        await stopping;

        Assert.StartsWith("ended by signal 9", await run.Ended);
        Assert.Contains("Warning: Silo host-1 did not end in time, and is killed", _log.All);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_a_run_that_ends()
    {
        var runner = Runner(new ChildProgram("/no/such/program", []));

        var run = runner.Start(new ChildSpec("host-1", 1, 2, 3));

        Assert.StartsWith("/no/such/program can't be started: ", await run.Ended);
        Assert.False(run.IsUp);
        await run.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_process_that_it_leaves_behind_does_not_keep_its_end_from_being_known()
    {
        var run = Start("sleep 60 & echo $!; exit 1");

        Assert.StartsWith("exit code 1", await run.Ended);
        var left = int.Parse(_log.All.Single(line => line.StartsWith("Information: host-1: ", StringComparison.Ordinal)).Split(' ')[^1]);
        Assert.Equal(0, Posix.Signal(left, Posix.Kill));
    }

    private ISiloRun Start(string script, params string[] arguments) =>
        Runner(new ChildProgram("/bin/bash", ["-c", script, "silo", .. arguments])).Start(new ChildSpec("host-1", 21001, 31001, 21000));

    private ProcessRunner Runner(ChildProgram program)
    {
        var runner = new ProcessRunner(program, _log);
        _runners.Add(runner);
        return runner;
    }

    private Task Says(string line) => Eventually.Holds(() => _log.All.Contains($"Information: host-1: {line}"));
}
