using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace OrleansInference.Hosting.Clustering;

/// <summary>
/// A silo that stops writes so into the membership table, three times on its way, and tries each for as long as it would to join: 5 minutes. Without a Redis that was seen to take it 6 minutes to end.
/// A host that waits for it has no such time, and its peers learn of its end by their probes.
/// </summary>
internal sealed class LeavingBound(RedisConnection redis, IOptions<ClusterMembershipOptions> membership) : IHostedLifecycleService
{
    /// <summary>Enough for several silos that stop at once, each of which may be refused a few times because another one was faster.</summary>
    private static readonly TimeSpan WithRedis = TimeSpan.FromSeconds(10);

    /// <summary>One attempt, which takes as long as the connection's own bound.</summary>
    private static readonly TimeSpan WithoutRedis = TimeSpan.FromSeconds(1);

    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        membership.Value.MaxJoinAttemptTime = (await redis.OpenAsync()).IsConnected ? WithRedis : WithoutRedis;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
