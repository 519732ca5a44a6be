namespace OrleansInference.Serving;

/// <summary>Skipped, with the reason, where this machine has no redis-server.</summary>
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Missing;
}
