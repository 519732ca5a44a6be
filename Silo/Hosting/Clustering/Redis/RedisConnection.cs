using StackExchange.Redis;

namespace OrleansInference.Hosting.Clustering;

/// <summary>The silo's one connection to its Redis, for all that is kept there. It is made when first asked for, and restores itself for as long as the silo runs.</summary>
internal sealed class RedisConnection(ConfigurationOptions settings) : IAsyncDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection = new(() => ConnectionMultiplexer.ConnectAsync(settings));

    public ConfigurationOptions Settings => settings;

    public async Task<IConnectionMultiplexer> OpenAsync() => await _connection.Value;

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated) await (await _connection.Value).DisposeAsync();
    }
}
