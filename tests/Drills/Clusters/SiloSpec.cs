using System.Collections.Immutable;

namespace OrleansInference.Drills.Clusters;

/// <summary>How a drill wants one silo.</summary>
/// <param name="Name">Its name in the cluster, and that of its log.</param>
internal sealed record SiloSpec(string Name)
{
    /// <summary>Three whose autoscaler decides what each serves: one that comes back may find its replicas elsewhere.</summary>
    public static ImmutableArray<SiloSpec> Autoscaled(params string[] options) =>
        [.. new[] { "one", "two", "three" }.Select(name => new SiloSpec(name) { Options = ["--autoscaler", .. options], Serves = false })];

    /// <summary>Of the server, beside those that every silo has.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    public ImmutableArray<(string Name, string Value)> Environment { get; init; } = [];

    /// <summary>What the command begins with, such as <c>ip netns exec NAME</c>.</summary>
    public ImmutableArray<string> Prefix { get; init; } = [];

    /// <summary>Where its ports are reached.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Whether it is to be given requests in the end.</summary>
    public bool Serves { get; init; } = true;

    /// <summary>Where its log goes, instead of the drill's folder.</summary>
    public string? LogFolder { get; init; }
}
