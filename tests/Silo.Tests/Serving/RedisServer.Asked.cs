using StackExchange.Redis;

namespace OrleansInference.Serving;

internal sealed partial class RedisServer
{
    /// <summary>Asks it, as an administrator may.</summary>
    public async Task<T> Ask<T>(Func<IDatabase, Task<T>> question)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true");
        return await question(connection.GetDatabase());
    }

    public Task Flush() => Ask(database => database.ExecuteAsync("FLUSHALL"));
}
