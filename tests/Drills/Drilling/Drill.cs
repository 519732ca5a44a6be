using System.Collections.Immutable;
using OrleansInference.Drills.Clusters;

namespace OrleansInference.Drills.Drilling;

/// <summary>One way to break a cluster under load.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Does">What is done, for people.</param>
/// <param name="Plan">Says who plays what.</param>
/// <param name="Break">Breaks things and mends them again; marks when. Load goes on meanwhile.</param>
internal sealed record Drill(string Name, string Does, Func<DrillCluster, Task<DrillPlan>> Plan, Func<DrillRun, Task> Break)
{
    /// <summary>The cluster.</summary>
    public ImmutableArray<SiloSpec> Silos { get; init; } = [new SiloSpec("one"), new SiloSpec("two"), new SiloSpec("three")];

    /// <summary>Whether callers speak HTTP; else gRPC.</summary>
    public bool IsHttp { get; init; }

    /// <summary>Of each request, where it is another than <see cref="DrillOptions.Deadline"/>.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The address of Redis.</summary>
    public string RedisHost { get; init; } = "127.0.0.1";

    /// <summary>Prepares the machine, and gives what undoes it. Throws <see cref="NotSupportedException"/> where the machine can't.</summary>
    public Func<IDisposable?> Prepare { get; init; } = static () => null;
}
