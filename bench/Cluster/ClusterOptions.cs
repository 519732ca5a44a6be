using System.Collections.Immutable;

namespace OrleansInference.Bench;

/// <summary>What is measured.</summary>
internal sealed record ClusterOptions
{
    /// <summary>The first of six TCP ports.</summary>
    public required int Port { get; init; }

    /// <summary>Between each two silos.</summary>
    public required int Connections { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Of each measurement in a round.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Bytes of a request's one tensor, and of its answer's.</summary>
    public required ImmutableArray<int> Sizes { get; init; }

    /// <summary>Callers at once, each with one call under way.</summary>
    public required ImmutableArray<int> Callers { get; init; }

    /// <summary>Where not 0: two more callers send requests of so many bytes to the second silo while everything is measured.</summary>
    public required int LargeBytes { get; init; }
}
