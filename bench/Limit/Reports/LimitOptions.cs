namespace OrleansInference.Bench;

/// <summary>What <c>bench/limit</c> hands over.</summary>
internal sealed record LimitOptions
{
    /// <summary>The repository that the server serves.</summary>
    public required string Repository { get; init; }

    /// <summary>A folder for files of this run.</summary>
    public required string Work { get; init; }

    /// <summary>The echo peer's program.</summary>
    public required string Echo { get; init; }
    public required int EchoPort { get; init; }
    public required int Rounds { get; init; }

    /// <summary>Of each run.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Requests at once, for models that take milliseconds.</summary>
    public required int InFlight { get; init; }
    public required int Connections { get; init; }

    /// <summary>At once on each connection, for small models.</summary>
    public required int Streams { get; init; }

    /// <summary>Of the server, a thread each.</summary>
    public required int Replicas { get; init; }

    /// <summary>How long each way to run the loop is tried.</summary>
    public TimeSpan Probe => Duration / 8;

    public string Program(string model) => Path.Combine(Repository, model, "1", "model.pt");
}
