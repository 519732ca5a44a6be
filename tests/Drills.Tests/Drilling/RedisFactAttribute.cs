namespace OrleansInference.Drills.Drilling;

/// <summary>A test that starts a Redis of its own: skipped where none is installed.</summary>
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "redis-server")))) Skip = "redis-server is not installed: apt-get install redis-server";
    }
}
