using System.Globalization;
using StackExchange.Redis;

namespace OrleansInference.Hosting.Clustering;

/// <summary>
/// The rows of the membership table as this silo last saw them, put back where Redis has lost them. That they are lost shows in two ways, neither of which Orleans ever does: the version is lower than
/// it was, or this silo's row is gone. (Orleans removes rows of dead silos only.)
/// </summary>
/// <param name="key">Of the hash: a field for each silo, and one with the version, which grows with each change.</param>
/// <param name="ownRow">The field of this silo.</param>
internal sealed partial class MembershipRows(RedisConnection connection, RedisKey key, string ownRow, ILogger logger)
{
    private const string VersionField = "Version";

    private volatile HashEntry[] _rows = [];

    /// <summary>Remembers the rows, or puts back what was remembered. Of several at once the last one counts, which then may remember a moment that is a little older.</summary>
    public async Task KeepAsync()
    {
        var database = (await connection.OpenAsync()).GetDatabase();
        var rows = await database.HashGetAllAsync(key);
        while (_rows is var last && IsLoss(last, rows))
        {
            await PutBack(database, last, rows);
            rows = await database.HashGetAllAsync(key);
        }
        _rows = rows;
    }

    private bool IsLoss(HashEntry[] last, HashEntry[] rows) => VersionOf(rows) < VersionOf(last) || (Has(last, ownRow) && !Has(rows, ownRow));

    /// <summary>All at once, under a version that is news to every silo; beside the rows of silos that have joined since. Does nothing where another silo was faster.</summary>
    private async Task PutBack(IDatabase database, HashEntry[] last, HashEntry[] rows)
    {
        var version = Math.Max(VersionOf(rows), VersionOf(last)) + 1;
        var change = database.CreateTransaction();
        change.AddCondition(Has(rows, VersionField) ? Condition.HashEqual(key, VersionField, Field(rows, VersionField)) : Condition.HashNotExists(key, VersionField));
        var written = change.HashSetAsync(key, [.. last.Where(row => row.Name != VersionField), new(VersionField, version.ToString(CultureInfo.InvariantCulture))]);
        if (!await change.ExecuteAsync()) return;
        await written;
        LogPutBack(key.ToString(), last.Length - 1);
    }

    /// <summary>-1 where there is no table.</summary>
    private static int VersionOf(HashEntry[] rows) => Has(rows, VersionField) ? int.Parse((string)Field(rows, VersionField)!, CultureInfo.InvariantCulture) : -1;

    private static bool Has(HashEntry[] rows, string name) => Array.Exists(rows, row => row.Name == name);

    private static RedisValue Field(HashEntry[] rows, string name) => Array.Find(rows, row => row.Name == name).Value;

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Redis had lost the list of the cluster's silos ({Key}); {Rows} rows were put back. Does it keep its data?")]
    private partial void LogPutBack(string key, int rows);
}
