using StackExchange.Redis;

namespace OrleansInference.Hosting.Clustering;

/// <summary>
/// Writes this silo's heartbeat and reads the membership table as soon as Redis is back. Orleans would wait up to 64 s, ever longer after each failed attempt, and until then the other silos take this one
/// for stale: one that joins or leaves tells it nothing, so it would go on sending to what has gone, and never to what came.
/// </summary>
internal sealed partial class MembershipReturn(
    RedisConnection redis, IMembershipTable table, IClusterMembershipService membership, ILocalSiloDetails silo, TimeProvider time, ILogger<MembershipReturn> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>A heartbeat is refused where another silo changes the table meanwhile, as all do now.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(MembershipReturn), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public async Task StartAsync(CancellationToken cancellationToken) => (await redis.OpenAsync()).ConnectionRestored += OnRestored;

    public async Task StopAsync(CancellationToken cancellationToken) => (await redis.OpenAsync()).ConnectionRestored -= OnRestored;

    private void OnRestored(object? sender, ConnectionFailedEventArgs connection)
    {
        if (connection.ConnectionType == ConnectionType.Interactive) _ = RenewAsync();
    }

    private async Task RenewAsync()
    {
        for (var left = Tries; left > 0; left--)
        {
            try
            {
                await table.UpdateIAmAlive(new MembershipEntry { SiloAddress = silo.SiloAddress, IAmAliveTime = time.GetUtcNow().UtcDateTime });
                await membership.Refresh();
                return;
            }
            catch (Exception exception)
            {
                // Harmless in the end: Orleans tries too.
                LogNotRenewed(exception.Message);
            }
            await Task.Delay(Pause, time);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back, but this silo's heartbeat could not be written yet: {Reason}")]
    private partial void LogNotRenewed(string reason);
}
