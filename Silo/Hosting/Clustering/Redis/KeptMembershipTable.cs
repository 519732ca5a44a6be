using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;

namespace OrleansInference.Hosting.Clustering;

/// <summary>
/// Orleans' membership table in Redis, with two things that it lacks.
/// <para>A Redis may lose it: flushed, restarted without persistence, set back to an older copy. Orleans' silos then run on, but what joins afterwards would be a cluster of its own, and each of them
/// would end itself once the new table has more changes behind it than the old one had. Here each silo puts back what it last saw (<see cref="MembershipRows"/>).</para>
/// <para>A silo that joins waits for an answer of each active one. Where all were killed at once, it begins to doubt them only at the next change of the table, and there is nobody else who would change
/// it. So its own heartbeat counts as a change: it is alive whenever it reads.</para>
/// </summary>
internal sealed class KeptMembershipTable(
    IMembershipTable table, RedisConnection connection, IOptions<RedisClusteringOptions> redis, IOptions<ClusterOptions> cluster, ILocalSiloDetails silo, TimeProvider time,
    ILogger<MembershipRows> logger) : IMembershipTable
{
    private readonly MembershipRows _rows = new(connection, redis.Value.CreateRedisKey(cluster.Value), silo.SiloAddress.ToString(), logger);

    public Task InitializeMembershipTable(bool tryInitTableVersion) => table.InitializeMembershipTable(tryInitTableVersion);

    public async Task<MembershipTableData> ReadAll()
    {
        await _rows.KeepAsync();
        var data = await table.ReadAll();
        if (data.TryGet(silo.SiloAddress)?.Item1 is { Status: SiloStatus.Joining } own) own.IAmAliveTime = time.GetUtcNow().UtcDateTime;
        return data;
    }

    public Task<MembershipTableData> ReadRow(SiloAddress key) => table.ReadRow(key);

    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => await Changed(table.InsertRow(entry, tableVersion));

    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => await Changed(table.UpdateRow(entry, etag, tableVersion));

    public async Task UpdateIAmAlive(MembershipEntry entry)
    {
        await _rows.KeepAsync();
        await table.UpdateIAmAlive(entry);
    }

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => table.CleanupDefunctSiloEntries(beforeDate);

    public Task DeleteMembershipTableEntries(string clusterId) => table.DeleteMembershipTableEntries(clusterId);

    private async Task<bool> Changed(Task<bool> change)
    {
        var isDone = await change;
        if (isDone) await _rows.KeepAsync();
        return isDone;
    }
}
