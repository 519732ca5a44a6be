using System.Text.Json.Nodes;
using OrleansInference.Serving;

namespace OrleansInference.Hosting.Clustering;

/// <summary>Servers as processes that find each other in a Redis.</summary>
public sealed class RedisClusterTests : IAsyncLifetime
{
    private readonly List<ServerProcess> _servers = [];
    private RedisServer? _redis;

    public async Task InitializeAsync() => _redis = RedisServer.Missing is null ? await RedisServer.Start() : null;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [RedisFact]
    public async Task Silos_that_name_one_Redis_serve_as_one_cluster_that_outlives_what_Redis_forgets()
    {
        var first = await Start();
        var second = await Start();
        await Serve(2, first, second);
        Assert.Contains($"redis {_redis!.Address}, id inference; silo ", first.Output);

        _redis.Kill();
        await Answers(first);
        await _redis.StartAgain();
        await Serve(3, first, second, await Start());
        Assert.Contains("rows were put back", first.Output + second.Output);

        Assert.Equal(0, await second.Stop());
        await Serve(2, first);
    }

    [RedisFact]
    public async Task Where_all_were_killed_a_silo_that_is_started_at_once_waits_for_none_of_them()
    {
        await Start();
        await Start();
        foreach (var server in _servers) await server.DisposeAsync();
        _servers.Clear();

        await Answers(await Start());
    }

    [RedisFact]
    public async Task A_silo_that_is_to_stop_does_so_without_its_Redis()
    {
        var server = await Start();
        _redis!.Kill();

        Assert.Equal(0, await server.Stop());
    }

    private async Task<ServerProcess> Start()
    {
        var server = await ServerProcess.Start(Path.Combine(AppContext.BaseDirectory, "models", "repository"), "--cluster", "redis", "--redis", _redis!.Address);
        _servers.Add(server);
        return server;
    }

    private static async Task Answers(ServerProcess server)
    {
        using var answer = await server.Http.GetAsync("v2/models/digits/ready");
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>Until each of the servers knows of so many replicas, one on each silo.</summary>
    private static async Task Serve(int silos, params ServerProcess[] servers)
    {
        foreach (var server in servers)
            await Eventually.Holds(async () =>
                (int)JsonNode.Parse(await server.Http.GetStringAsync("v2/models/digits/traffic"))!["versions"]![0]!["ready_replicas"]! == silos);
    }
}
