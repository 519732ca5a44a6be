namespace OrleansInference.Drills;

/// <summary>How drills are run.</summary>
internal sealed record DrillOptions
{
    /// <summary>Of the phases before and after what is broken, and of the waits within.</summary>
    public required TimeSpan Phase { get; init; }

    public required double RequestsPerSecond { get; init; }

    /// <summary>Of each request.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Of Redis; the silos' follow.</summary>
    public required int FirstPort { get; init; }

    /// <summary>The server's assembly.</summary>
    public required string Server { get; init; }

    /// <summary>The model repository.</summary>
    public required string Models { get; init; }

    /// <summary>The folder for logs: one below for each drill.</summary>
    public required string Logs { get; init; }
}
