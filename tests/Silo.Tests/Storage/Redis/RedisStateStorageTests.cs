using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Cluster;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Routing.Traffic;
using OrleansInference.Serving;
using static OrleansInference.Cluster.InferenceCluster;

namespace OrleansInference.Storage;

public sealed class RedisStateStorageTests : IAsyncLifetime
{
    private const string Document = "shop/state/savedstate/traffic.double/document";

    private RedisServer? _redis;

    [RedisFact]
    public async Task What_was_set_is_in_redis_as_text_and_back_when_all_silos_were_killed()
    {
        var source = new DoublingSource { Versions = [1, 2] };
        await using (var cluster = await Start(2, source: source, configure: Store, service: "shop"))
        {
            Assert.Null(await Traffic(cluster).ChangeAsync("double", new TrafficChange { Weights = [new(1, 1), new(2, 0)] }, default));
            foreach (var silo in cluster.Silos.ToList()) await cluster.Kill(silo);
        }
        Assert.StartsWith("{\n  \"format\": 1,", await Stored(), StringComparison.Ordinal);

        await using var again = await Start(2, source: source, configure: Store, service: "shop");
        await Eventually.Holds(async () => (await Traffic(again).GetAsync("double", default))!.ChangedAt is not null);
        Assert.Equal(new float[] { 2 }, Floats(await again.Dispatcher(1).InferAsync(Request(1), default)));
    }

    [RedisFact]
    public async Task A_redis_that_is_away_and_comes_back_empty_is_filled_again_and_traffic_changes_meanwhile()
    {
        await using var cluster = await Start(1, source: new DoublingSource { Versions = [1, 2] }, configure: Store, service: "shop");
        Assert.Null(await Traffic(cluster).ChangeAsync("double", new TrafficChange { Weights = [new(1, 1), new(2, 0)] }, default));
        _redis!.Kill();
        Assert.Null(await Traffic(cluster).ChangeAsync("double", new TrafficChange { Weights = [new(1, 0), new(2, 1)] }, default));
        Assert.Equal(new float[] { 3 }, Floats(await cluster.Dispatcher(0).InferAsync(Request(1), default)));

        await _redis.StartAgain();
        await Eventually.Holds(async () => await Stored() is not null);
    }

    public async Task InitializeAsync() => _redis = RedisServer.Missing is null ? await RedisServer.Start() : null;

    public async Task DisposeAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    private async Task<string?> Stored() => await _redis!.Ask(database => database.HashGetAsync(Document, "data"));

    private void Store(ISiloBuilder silo)
    {
        silo.Services.AddSingleton(_ => new RedisConnection(new() { EndPoints = { { "127.0.0.1", _redis!.Port } }, AbortOnConnectFail = false, ConnectTimeout = 1000, AsyncTimeout = 1000 }));
        silo.AddSavedStateInRedis("of the test");
    }

    private static ITrafficControl Traffic(InferenceCluster cluster) => cluster.Service<ITrafficControl>(cluster.Silos[0]);
}
