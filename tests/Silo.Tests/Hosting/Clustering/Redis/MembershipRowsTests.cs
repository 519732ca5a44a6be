using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using OrleansInference.Serving;

namespace OrleansInference.Hosting.Clustering;

/// <summary>The table of silos a and b, in a Redis that loses it.</summary>
public sealed class MembershipRowsTests : IAsyncLifetime
{
    private const string Key = "table";

    private RedisServer? _redis;
    private RedisConnection? _connection;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is not null) return;
        _redis = await RedisServer.Start();
        _connection = new RedisConnection(ConfigurationOptions.Parse(_redis.Address));
    }

    public async Task DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [RedisFact]
    public async Task What_was_flushed_comes_back_under_a_version_that_is_news_to_all()
    {
        await Set(("Version", 7), ("a", 1), ("b", 1));
        var rows = Rows("a");
        await rows.KeepAsync();
        await _redis!.Flush();

        await rows.KeepAsync();

        Assert.Equal([("Version", 8), ("a", 1), ("b", 1)], await Table());
    }

    [RedisFact]
    public async Task An_older_copy_is_replaced_and_silos_that_joined_it_stay()
    {
        await Set(("Version", 7), ("a", 2), ("b", 2));
        var rows = Rows("a");
        await rows.KeepAsync();
        await _redis!.Flush();
        await Set(("Version", 3), ("a", 1), ("c", 1));

        await rows.KeepAsync();

        Assert.Equal([("Version", 8), ("a", 2), ("b", 2), ("c", 1)], await Table());
    }

    [RedisFact]
    public async Task A_new_table_that_has_outrun_the_old_one_gets_its_rows_too()
    {
        await Set(("Version", 2), ("a", 1), ("b", 1));
        var rows = Rows("a");
        await rows.KeepAsync();
        await _redis!.Flush();
        await Set(("Version", 9), ("c", 1));

        await rows.KeepAsync();

        Assert.Equal([("Version", 10), ("a", 1), ("b", 1), ("c", 1)], await Table());
    }

    [RedisFact]
    public async Task Only_one_of_those_that_notice_puts_it_back()
    {
        await Set(("Version", 7), ("a", 1), ("b", 1));
        MembershipRows[] all = [Rows("a"), Rows("b")];
        foreach (var rows in all) await rows.KeepAsync();
        await _redis!.Flush();

        await Task.WhenAll(all.Select(rows => rows.KeepAsync()));

        Assert.Equal([("Version", 8), ("a", 1), ("b", 1)], await Table());
    }

    [RedisFact]
    public async Task What_Orleans_changes_stays_changed()
    {
        await Set(("Version", 7), ("a", 1), ("b", 1));
        var rows = Rows("a");
        await rows.KeepAsync();
        await _redis!.Flush();
        await Set(("Version", 8), ("a", 2)); // b was dead for long, and its row removed

        await rows.KeepAsync();

        Assert.Equal([("Version", 8), ("a", 2)], await Table());
    }

    private MembershipRows Rows(string own) => new(_connection!, Key, own, NullLogger.Instance);

    private Task Set(params (string Field, int Value)[] fields) => _redis!.Ask(async database =>
    {
        await database.HashSetAsync(Key, [.. fields.Select(field => new HashEntry(field.Field, field.Value))]);
        return true;
    });

    private Task<(string Field, int Value)[]> Table() => _redis!.Ask(async database =>
        (await database.HashGetAllAsync(Key)).Select(row => ((string)row.Name!, (int)row.Value)).OrderBy(row => row.Item1, StringComparer.Ordinal).ToArray());
}
