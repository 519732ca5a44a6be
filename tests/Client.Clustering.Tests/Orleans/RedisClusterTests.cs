using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansInference.Client.Clustering.Tests.Samples;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Serving;

namespace OrleansInference.Client.Clustering.Tests.Orleans;

/// <summary>Silos as processes that find each other by a Redis, and a client in this one.</summary>
public sealed class RedisClusterTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    private static InferenceRequest Request => new()
    {
        Model = "digits", Inputs = [InferenceTensor.Of<float>("image", [1, 1, 8, 8], new float[64])], TimeLeft = TimeSpan.FromSeconds(30),
    };

    public async Task InitializeAsync() => _redis = await RedisServer.Start();

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [RedisFact]
    public async Task Requests_outlive_a_gateway_that_is_killed_and_none_fails()
    {
        await using var first = await Silo("first");
        await using var second = await Silo("second");
        using var host = await Client();
        var client = host.Services.GetRequiredService<IInferenceClient>();
        var (before, after) = (0, 0);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref after) < 200)
            {
                await client.InferAsync(Request);
                if (killed.Task.IsCompleted) Interlocked.Increment(ref after);
                else Interlocked.Increment(ref before);
            }
        })).ToArray();
        await Eventually.Holds(() => Volatile.Read(ref before) > 200);

        Kill(first);
        killed.SetResult();
        await Task.WhenAll(load).WaitAsync(TimeSpan.FromMinutes(1)); // a failed request fails the test
        await host.StopAsync();
    }

    [RedisFact]
    public async Task A_client_finds_the_silo_that_comes_after_the_only_one_has_gone()
    {
        using var host = await Client();
        var client = host.Services.GetRequiredService<IInferenceClient>();
        Assert.Equal(FaultKind.Unavailable, (await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request))).Kind);
        await using (var first = await Silo("first"))
        {
            await Answered(client);
            Assert.Equal(0, await first.Stop()); // one that is killed keeps others from starting until the table calls it stale
        }
        Assert.Equal(FaultKind.Unavailable, (await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request))).Kind);
        await using var second = await Silo("second");
        await Answered(client);
        await host.StopAsync();
    }

    [RedisFact]
    public async Task The_sample_service_asks_the_cluster()
    {
        await using var silo = await Silo("only");
        await using var sample = await SampleProcess.Start("--Inference:Address=orleans:", $"--Inference:Redis={_redis.Address}", "--Inference:Required=true");
        await SampleCalls.AreAnswered(sample.Http);
    }

    /// <summary>SIGKILL.</summary>
    private static void Kill(ServerProcess silo)
    {
        using var process = Process.GetProcessById(silo.Id);
        process.Kill();
    }

    private static Task Answered(IInferenceClient client) => Eventually.Holds(async () =>
    {
        try
        {
            await client.InferAsync(Request);
            return true;
        }
        catch (InferenceException exception) when (exception.Kind == FaultKind.Unavailable)
        {
            return false;
        }
    });

    private Task<ServerProcess> Silo(string name) => ServerProcess.Start(
        Path.Combine(AppContext.BaseDirectory, "models", "repository"), "--cluster", "redis", "--redis", _redis.Address, "--cluster-name", name);

    private async Task<IHost> Client()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddInferenceCluster(cluster =>
        {
            cluster.Redis = _redis.Address;
            cluster.GatewayRefresh = TimeSpan.FromSeconds(1);
            cluster.HedgeAfter = Timeout.InfiniteTimeSpan; // what is lost with a gateway has to be noticed, not waited for
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
