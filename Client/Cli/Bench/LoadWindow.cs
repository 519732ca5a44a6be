namespace OrleansInference.Cli.Bench;

/// <summary>When a run takes place, in the clock's nanoseconds.</summary>
/// <param name="RecordFrom">The end of the warm-up: requests that are due earlier are not recorded.</param>
/// <param name="End">No request is due at or after it.</param>
/// <param name="GiveUp">Requests that are due but could not be sent until then are counted as unsent.</param>
/// <param name="MostRequests">Recorded requests after which the run ends early.</param>
internal readonly record struct LoadWindow(long RecordFrom, long End, long GiveUp, long MostRequests);
