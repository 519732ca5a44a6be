namespace OrleansInference.Storage;

/// <summary>Skipped where there is no redis-server to start.</summary>
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Program is null ? "redis-server is not installed (apt-get install redis-server)" : null;
}
