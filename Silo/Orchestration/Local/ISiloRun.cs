namespace OrleansInference.Orchestration.Local;

/// <summary>One run of a further silo, from its start to its end.</summary>
internal interface ISiloRun
{
    /// <summary>It has started, and not ended.</summary>
    bool IsUp { get; }

    /// <summary>Why it ended, for people. Does not fail.</summary>
    Task<string> Ended { get; }

    /// <summary>Has it finish what it has and end, at the latest shortly after <paramref name="atOnce"/>; completes when it has ended.</summary>
    Task StopAsync(CancellationToken atOnce);
}
