using Microsoft.AspNetCore.Http;

namespace OrleansInference.Cli.Commands;

public sealed class AutoscalerCommandTests : IAsyncLifetime
{
    private const string Digits =
        """{"model":"digits","version":2,"ready":2,"loading":1,"wanted":3,"paused":false,"pinned":null""" +
        ""","bounds":{"min":1,"max":8,"idle_before_zero_milliseconds":null}""" +
        ""","target":{"utilisation":0.5,"p99_milliseconds":200,"wait_milliseconds":null,"spare":0,"spare_share":0,"minimum_marginal_gain":0}""" +
        ""","figures":{"offered_work_seconds_per_second":1.5,"burst_work_seconds_per_second":2.25,"forecast_work_seconds_per_second":null,"arrivals_per_second":40""" +
        ""","utilisation":0.75,"wait_p99_milliseconds":310,"latency_p99_milliseconds":480,"backlog_work_seconds":0.5,"in_flight":7,"lost_share":0.25,"load_milliseconds":30000}""" +
        ""","decisions":[{"at":"2026-01-02T03:04:05Z","from":2,"wanted":3,"reasons":[""" +
        """{"rule":"utilisation","replicas":3,"text":"offered 1.5 over target 0.5"},{"rule":"bounds","replicas":3,"text":"1 to 8"}]}""" +
        """,{"at":"2026-01-02T03:03:05Z","from":1,"wanted":2,"reasons":[]}]}""";

    private const string Idle =
        """{"model":"idle","version":1,"ready":1,"loading":0,"wanted":4,"paused":true,"pinned":4""" +
        ""","bounds":{"min":1,"max":null,"idle_before_zero_milliseconds":60000}""" +
        ""","target":{"utilisation":0.65,"p99_milliseconds":null,"wait_milliseconds":50,"spare":0,"spare_share":0,"minimum_marginal_gain":0}""" +
        ""","figures":{"offered_work_seconds_per_second":null,"burst_work_seconds_per_second":null,"forecast_work_seconds_per_second":null,"arrivals_per_second":null""" +
        ""","utilisation":null,"wait_p99_milliseconds":null,"latency_p99_milliseconds":null,"backlog_work_seconds":0,"in_flight":0,"lost_share":null,"load_milliseconds":0}""" +
        ""","decisions":[]}""";

    private OiRunner _oi = null!;

    public async Task InitializeAsync() => _oi = await OiRunner.StartAsync();

    public async Task DisposeAsync() => await _oi.DisposeAsync();

    [Fact]
    public async Task It_shows_the_silos_and_why_each_version_has_its_number()
    {
        _oi.Server.AnswerJson("/v2/autoscaler", Cluster(false, null, Digits, Idle));
        Assert.Equal((0, ""), (await _oi.RunAsync("autoscaler"), _oi.Error));
        Assert.Equal(
            [
                "2 silos, 3 wanted (orchestrator process); cost 4 per hour of at most 10; at 2026-01-02 03:04:05Z",
                "4 replicas need 3 silos",
                "MODEL READY WANTED BOUNDS OFFERED UTILISATION P99 WAIT WHY",
                "digits/2 2 + 1 loading 3 1 to 8 1.5 75 % 310 ms offered 1.5 over target 0.5",
                "idle/1 1 4 0, 1 or more - - - paused; pinned at 4",
            ],
            Lines());
    }

    [Fact]
    public async Task What_is_paused_or_fails_is_said_first()
    {
        _oi.Server.AnswerJson("/v2/autoscaler", Cluster(true, "403 from the API server"));
        Assert.Equal(0, await _oi.RunAsync("autoscaler"));
        Assert.Equal(
            [
                "Paused: it decides, but does nothing. To go on: oi autoscaler resume",
                "What was set is not stored yet, and would be lost with the last silo: no room", "4 replicas need 3 silos",
                "The orchestrator fails: 403 from the API server", "No model is scaled.",
            ],
            Lines()[1..]);
    }

    [Fact]
    public async Task A_model_is_shown_with_its_figures_and_the_last_decisions()
    {
        _oi.Server.AnswerJson("/v2/autoscaler/models/digits", Cluster(false, null, Digits));
        Assert.Equal((0, ""), (await _oi.RunAsync("autoscaler", "digits"), _oi.Error));
        Assert.Equal(
            [
                "digits/2: 2 ready, 1 loading, 3 wanted; bounds 1 to 8",
                "utilisation 75 %, target 50 %",
                "offered 1.5 replicas' work (burst 2.25, forecast -), 40 requests/s",
                "p99 wait 310 ms",
                "p99 latency 480 ms, target 200 ms",
                "backlog 0.5 s of work, 7 requests in flight, 25 % refused or late",
                "loading a replica takes 30.0 s",
                "2026-01-02 03:04:05Z from 2 to 3",
                "utilisation 3 offered 1.5 over target 0.5",
                "bounds 3 1 to 8",
                "2026-01-02 03:03:05Z from 1 to 2",
            ],
            Lines());
    }

    [Fact]
    public async Task For_programs_it_prints_the_server_s_JSON_on_one_line_however_long_it_is()
    {
        var json = Cluster(false, null, Digits, Idle);
        _oi.Server.AnswerJson("/v2/autoscaler", json);
        Assert.Equal((0, json + "\n"), (await _oi.RunAsync("autoscaler", "--json"), _oi.Output));
    }

    [Theory]
    [InlineData("autoscaler pause", "/v2/autoscaler/pause", "{}")]
    [InlineData("autoscaler resume digits", "/v2/autoscaler/models/digits/resume", "{}")]
    [InlineData("autoscaler pause digits --version 2", "/v2/autoscaler/models/digits/versions/2/pause", "{}")]
    [InlineData("autoscaler pin digits 3", "/v2/autoscaler/models/digits/pin", """{"replicas":3}""")]
    [InlineData("autoscaler unpin digits --version 2", "/v2/autoscaler/models/digits/versions/2/unpin", "{}")]
    public async Task A_change_says_what_holds_then(string command, string path, string body)
    {
        _oi.Server.AnswerJson(path, Cluster(false, null, Digits));
        Assert.Equal((0, ""), (await _oi.RunAsync(command.Split(' ')), _oi.Error));
        Assert.Equal((path, body), (_oi.Server.LastPath, _oi.Server.Json!.ToJsonString()));
        Assert.Contains("digits/2", _oi.Output);
    }

    [Fact]
    public async Task A_what_if_names_what_would_be_wanted_and_what_is()
    {
        _oi.Server.AnswerJson(
            "/v2/autoscaler/models/digits/what-if?target_utilisation=0.5&target_p99_milliseconds=none&max=4",
            Cluster(false, null, Digits.Replace("\"wanted\":3,\"paused\"", "\"wanted\":4,\"wanted_now\":3,\"paused\"", StringComparison.Ordinal)));
        Assert.Equal((0, ""), (await _oi.RunAsync("autoscaler", "digits", "--if", "target=0.5", "--if", "p99=none", "--if", "max=4"), _oi.Error));
        Assert.Equal("digits/2: 2 ready, 1 loading, 4 would be wanted, 3 are; bounds 1 to 8", Lines()[0]);
    }

    [Theory]
    [InlineData("autoscaler digits --if target", "--if 'target': expected name=value, such as target=0.5.")]
    [InlineData("autoscaler --if target=0.5", "--if: expected a model with it.")]
    [InlineData("autoscaler --version 2", "--version: expected a model with it.")]
    [InlineData("autoscaler pin digits -1", "replicas '-1': expected a whole number from 0.")]
    [InlineData("autoscaler pin digits", "Required argument missing for command: 'pin'.")]
    public async Task What_was_not_understood_is_told(string command, string error)
    {
        Assert.Equal(2, await _oi.RunAsync(command.Split(' ')));
        Assert.Contains(error, _oi.Error);
    }

    [Fact]
    public async Task The_server_s_refusal_is_printed_and_a_gRPC_door_has_none_of_this()
    {
        _oi.Server.AnswerJson("/v2/autoscaler", """{"error": "the autoscaler is off: start the servers of the cluster with --autoscaler"}""", 409);
        Assert.Equal((1, "oi: the autoscaler is off: start the servers of the cluster with --autoscaler\n"), (await _oi.RunAsync("autoscaler", "--watch"), _oi.Error));
        Assert.Equal(1, await _oi.RunAsync("autoscaler", "--server", "grpc://127.0.0.1:1"));
        Assert.Contains("expected an http:// address", _oi.Error);
    }

    [Theory]
    [InlineData("autoscaler --watch", "2 silos, 3 wanted")]
    [InlineData("autoscaler --watch --json", "\"silos\":2")]
    public async Task A_watch_looks_every_two_seconds_until_it_is_ended(string command, string shown)
    {
        using var interrupt = new CancellationTokenSource();
        var looks = 0;
        _oi.Server.Answer("/v2/autoscaler", async context =>
        {
            if (++looks == 3)
                await interrupt.CancelAsync();
            await context.Response.WriteAsync(Cluster(false, null, Digits), CancellationToken.None);
        });

        var watching = _oi.RunAsync(interrupt.Token, command.Split(' '));
        Assert.Equal((130, 3), (await PassTimeUntil(watching), looks));
        Assert.Equal(2, _oi.Output.Split(shown).Length - 1);
    }

    [Fact]
    public async Task A_watch_outlives_an_autoscaler_that_is_silent_for_a_moment()
    {
        using var interrupt = new CancellationTokenSource();
        var looks = 0;
        _oi.Server.Answer("/v2/autoscaler", async context =>
        {
            if (++looks == 3)
                await interrupt.CancelAsync();
            context.Response.StatusCode = looks == 1 ? 503 : 200;
            await context.Response.WriteAsync(looks == 1 ? """{"error": "the autoscaler did not answer"}""" : Cluster(false, null, Digits), CancellationToken.None);
        });

        var watching = _oi.RunAsync(interrupt.Token, "autoscaler", "--watch");
        Assert.Equal(130, await PassTimeUntil(watching));
        Assert.StartsWith("the autoscaler did not answer\n2 silos", _oi.Output, StringComparison.Ordinal);
    }

    /// <summary>Lets one period after the other pass until the command has ended.</summary>
    private async Task<int> PassTimeUntil(Task<int> ended)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!ended.IsCompleted)
        {
            Assert.False(bound.IsCancellationRequested, "The command did not end.");
            _oi.Time.Advance(AutoscalerWatch.Period);
            await Task.Yield();
        }

        return await ended;
    }

    private static string Cluster(bool isPaused, string? problem, params string[] versions) =>
        $$$"""{"at":"2026-01-02T03:04:05Z","paused":{{{(isPaused ? "true" : "false")}}},"unsaved":{{{(problem is null ? "null" : "\"no room\"")}}},"hosts":{"orchestrator":"process","silos":2,"wanted":3,"reasons":["4 replicas need 3 silos"],"problem":{{{(problem is null ? "null" : $"\"{problem}\"")}}}},"cost_per_hour":4,"max_cost_per_hour":10,"versions":[{{{string.Join(',', versions)}}}]}""";

    /// <summary>What was printed, with single spaces.</summary>
    private string[] Lines() =>
        [.. _oi.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
}
