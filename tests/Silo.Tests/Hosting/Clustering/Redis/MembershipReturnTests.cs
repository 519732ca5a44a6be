using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansInference.Serving;
using StackExchange.Redis;

namespace OrleansInference.Hosting.Clustering;

public sealed class MembershipReturnTests
{
    private static readonly SiloAddress Own = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), 1);

    [RedisFact]
    public async Task A_silo_whose_Redis_is_back_writes_its_heartbeat_and_reads_the_list_until_both_have_worked()
    {
        await using var server = await RedisServer.Start();
        await using var redis = new RedisConnection(new ConfigurationOptions { EndPoints = { server.Address }, AbortOnConnectFail = false });
        var cluster = new Cluster { RefusedHeartbeats = 1 };
        var returning = new MembershipReturn(redis, cluster, cluster, new Details(), TimeProvider.System, NullLogger<MembershipReturn>.Instance);
        await returning.StartAsync(CancellationToken.None);
        Assert.Empty(cluster.Heartbeats);

        server.Kill();
        await server.StartAgain();

        await cluster.Refreshed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal([Own, Own], cluster.Heartbeats.Take(2));
        await returning.StopAsync(CancellationToken.None);
    }

    private sealed class Details : ILocalSiloDetails
    {
        public string Name => "one";

        public string ClusterId => "test";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress => Own;

        public SiloAddress GatewayAddress => Own;
    }

    /// <summary>Counts what is asked of it.</summary>
    private sealed class Cluster : IMembershipTable, IClusterMembershipService
    {
        public int RefusedHeartbeats { get; set; }

        public List<SiloAddress> Heartbeats { get; } = [];

        public TaskCompletionSource Refreshed { get; } = new();

        public ClusterMembershipSnapshot CurrentSnapshot => throw new NotSupportedException();

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public Task UpdateIAmAlive(MembershipEntry entry)
        {
            Heartbeats.Add(entry.SiloAddress);
            return RefusedHeartbeats-- > 0 ? Task.FromException(new InvalidOperationException("conflict")) : Task.CompletedTask;
        }

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
        {
            Refreshed.TrySetResult();
            return default;
        }

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();

        public Task InitializeMembershipTable(bool tryInitTableVersion) => throw new NotSupportedException();

        public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

        public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

        public Task<MembershipTableData> ReadRow(SiloAddress key) => throw new NotSupportedException();

        public Task<MembershipTableData> ReadAll() => throw new NotSupportedException();

        public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();

        public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => throw new NotSupportedException();
    }
}
