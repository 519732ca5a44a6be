namespace OrleansInference.Cli.Commands;

public sealed class LoadCommandTests : IAsyncLifetime
{
    private OiRunner _oi = null!;

    public async Task InitializeAsync() => _oi = await OiRunner.StartAsync();

    public async Task DisposeAsync() => await _oi.DisposeAsync();

    [Fact]
    public async Task Load_asks_for_it_and_shows_the_versions()
    {
        _oi.Server.AnswerJson("/v2/repository/models/a%20b/load", "{}")
            .AnswerJson("/v2/repository/index", """[{"name": "a b", "version": "2", "state": "READY"}, {"name": "c", "version": "1", "state": "READY"}]""");
        Assert.Equal((0, "a b/2 READY\n", ""), (await _oi.RunAsync("load", "a b"), _oi.Output, _oi.Error));
    }

    [Fact]
    public async Task Unload_asks_for_it()
    {
        _oi.Server.AnswerJson("/v2/repository/models/m/unload", "{}");
        Assert.Equal((0, "m unloaded\n", ""), (await _oi.RunAsync("unload", "m"), _oi.Output, _oi.Error));
        Assert.Equal("/v2/repository/models/m/unload", _oi.Server.LastPath);
    }

    [Fact]
    public async Task The_error_of_a_failed_load_is_printed_whole()
    {
        _oi.Server.AnswerJson("/v2/repository/models/m/load", """{"error": "m/1 failed:\n  File \"net.py\", line 3\n    boom\n"}""", 400);
        Assert.Equal((1, "oi: m/1 failed:\n  File \"net.py\", line 3\n    boom\n"), (await _oi.RunAsync("load", "m"), _oi.Error));
        Assert.Equal("", _oi.Output);
    }
}
