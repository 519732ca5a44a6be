namespace OrleansInference.Hosting.Clustering;

/// <summary>Membership in Redis, of a server that was built without it.</summary>
internal static class RedisClustering
{
    /// <summary>Why it can't be had here, and what to do.</summary>
    public static string? Unavailable { get; } = BuildFacts.GrainEngine == "Orleans"
        ? "this server was built without Microsoft.Orleans.Clustering.Redis, which its package feeds lack (eng/probe says why); allowed: localhost."
        : $"the silos of the engine that this server was built with ({BuildFacts.GrainEngine}) live in one process; allowed: localhost, or a server built with --engine orleans.";

    public static IEnumerable<string> Mistakes(SiloClusterOptions options) => throw Refusal();

    public static string? Problem(SiloClusterOptions options) => throw Refusal();

    public static string Describe(SiloClusterOptions options) => throw Refusal();

    /// <summary>Leaves the silo as it is: the options were, or are going to be, refused by <see cref="SiloClusterOptionsValidator"/>.</summary>
    public static ISiloBuilder Use(ISiloBuilder silo, SiloClusterOptions options) => silo;

    private static InvalidOperationException Refusal() => new($"Cluster:Membership can't be 'redis': {Unavailable}");
}
