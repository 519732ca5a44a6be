namespace OrleansInference.Cli.Commands;

public sealed class TrafficCommandTests : IAsyncLifetime
{
    private const string Split =
        """
        {"model":"m","weights":{"1":95,"2":5},"sticky_key":"user","affinity_key":null,"policy":"prequal","shadow":{"version":2,"share":0.1,"tolerance":0.0001},"changed_at":"2026-01-02T03:04:05Z","before":{"weights":{},"sticky_key":null,"affinity_key":null,"policy":null,"shadow":null},"versions":[{"version":1,"state":"READY","ready_replicas":4,"weight":95,"share":0.95},{"version":2,"state":"READY","ready_replicas":2,"weight":5,"share":0.05}],"shadow_results":{"agreeing":7,"differing":1,"failed":0,"dropped":2,"max_absolute_difference":0.5,"max_relative_difference":"Infinity","p50_ns":100,"p99_ns":100,"last_problem":"output 'y' differs"}}
        """;

    private const string Latest =
        """{"model":"m","weights":{},"sticky_key":null,"affinity_key":null,"policy":null,"shadow":null,"changed_at":null,"before":null,"versions":[{"version":3,"state":"READY","ready_replicas":1,"weight":null,"share":1}],"shadow_results":null}""";

    private OiRunner _oi = null!;

    public async Task InitializeAsync() => _oi = await OiRunner.StartAsync();

    public async Task DisposeAsync() => await _oi.DisposeAsync();

    [Fact]
    public async Task It_shows_what_each_version_gets_and_how_the_shadow_compares()
    {
        _oi.Server.AnswerJson("/v2/models/m/traffic", Split);
        Assert.Equal((0, ""), (await _oi.RunAsync("traffic", "m"), _oi.Error));
        Assert.Equal(
            [
                "m: split 1:95,2:5, sticky by 'user', policy prequal, changed 2026-01-02 03:04:05Z",
                "VERSION STATE REPLICAS WEIGHT SHARE SHADOW",
                "1 READY 4 95 95 %",
                "2 READY 2 5 5 % 10 % copied: 7 agree, 1 differ (by up to 0.5, relatively Infinity), 0 failed, 2 dropped",
                "Last of the shadow's answers that did not agree: output 'y' differs",
            ],
            Lines());
    }

    [Fact]
    public async Task What_was_set_and_is_not_stored_is_told()
    {
        _oi.Server.AnswerJson("/v2/models/m/traffic", Split.Replace("\"before\"", "\"unsaved\":\"no room\",\"before\"", StringComparison.Ordinal));
        Assert.Equal(0, await _oi.RunAsync("traffic", "m"));
        Assert.Contains("What was set is not stored yet, and would be lost with the last silo: no room", Lines());
    }

    [Fact]
    public async Task Without_settings_it_says_what_happens()
    {
        _oi.Server.AnswerJson("/v2/models/m/traffic", Latest);
        Assert.Equal(0, await _oi.RunAsync("traffic", "m"));
        Assert.Equal(["m: the latest version that is ready gets all, as configured", "VERSION STATE REPLICAS WEIGHT SHARE", "3 READY 1 100 %"], Lines());
    }

    [Fact]
    public async Task For_programs_it_prints_the_server_s_JSON()
    {
        _oi.Server.AnswerJson("/v2/models/m/traffic", Latest);
        Assert.Equal((0, Latest + "\n"), (await _oi.RunAsync("traffic", "m", "--json"), _oi.Output));
    }

    [Theory]
    [InlineData("--weights 1:95,2:5 --sticky user --shadow 2:0.1 --policy least_work", """{"weights":{"1":95,"2":5},"sticky_key":"user","policy":"least_work","shadow":{"version":2,"share":0.1,"tolerance":0.0001}}""")]
    [InlineData("--weights none --sticky none --shadow none --affinity none --policy none", """{"weights":{},"sticky_key":null,"affinity_key":null,"policy":null,"shadow":null}""")]
    [InlineData("--affinity session", """{"affinity_key":"session"}""")]
    public async Task A_change_sends_what_it_names(string options, string body)
    {
        _oi.Server.AnswerJson("/v2/models/m/traffic", Split);
        Assert.Equal(0, await _oi.RunAsync(["traffic", "m", .. options.Split(' ')]));
        Assert.Equal(body, Sent());
    }

    [Fact]
    public async Task Promoting_and_rolling_back_have_places_of_their_own()
    {
        _oi.Server.AnswerJson("/v2/models/m/traffic/promote", Split).AnswerJson("/v2/models/m/traffic/rollback", Latest);
        Assert.Equal(0, await _oi.RunAsync("traffic", "m", "--promote", "2"));
        Assert.Equal(("/v2/models/m/traffic/promote", """{"version":2}"""), (_oi.Server.LastPath, Sent()));
        Assert.Equal(0, await _oi.RunAsync("traffic", "m", "--rollback"));
        Assert.Equal("/v2/models/m/traffic/rollback", _oi.Server.LastPath);
    }

    [Theory]
    [InlineData("--weights 1;2", "--weights '1;2': expected version:weight, with commas between them, such as 1:95,2:5, or none.")]
    [InlineData("--shadow 2", "--shadow '2': expected version:share, such as 2:0.1, or none.")]
    [InlineData("--promote 2 --rollback", "Expected only one of --promote, --rollback and the settings.")]
    [InlineData("--promote 2 --sticky user", "Expected only one of --promote, --rollback and the settings.")]
    [InlineData("--promote 0", "--promote 0: expected a whole number of at least 1.")]
    public async Task What_was_not_understood_is_told(string options, string error)
    {
        Assert.Equal(2, await _oi.RunAsync(["traffic", "m", .. options.Split(' ')]));
        Assert.Contains(error, _oi.Error);
    }

    [Fact]
    public async Task The_server_s_refusal_is_printed_and_a_gRPC_door_has_none_of_this()
    {
        _oi.Server.AnswerJson("/v2/models/m/traffic", """{"error": "weights names version 7; the model has 1, 2"}""", 400);
        Assert.Equal((1, "oi: weights names version 7; the model has 1, 2\n"), (await _oi.RunAsync("traffic", "m", "--weights", "7:1"), _oi.Error));
        Assert.Equal(1, await _oi.RunAsync("traffic", "m", "--server", "grpc://127.0.0.1:1"));
        Assert.Contains("expected an http:// address", _oi.Error);
    }

    private string Sent() => _oi.Server.Json!.ToJsonString();

    /// <summary>What was printed, with single spaces.</summary>
    private string[] Lines() =>
        [.. _oi.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
}
