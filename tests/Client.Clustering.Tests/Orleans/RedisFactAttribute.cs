namespace OrleansInference.Client.Clustering.Tests.Orleans;

/// <summary>A test that needs redis-server on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "redis-server"))))
            Skip = "redis-server is not installed.";
    }
}
