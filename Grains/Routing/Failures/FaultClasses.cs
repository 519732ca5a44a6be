using OrleansInference.Inference;

namespace OrleansInference.Routing.Failures;

/// <summary>The one table of what a dispatcher does about each kind of fault. A request that a pool hands back is no fault, and isn't here.</summary>
internal static class FaultClasses
{
    private static readonly FaultClass Final = new(IsWorthRetrying: false, CostsRetryBudget: false, CountsAgainstPool: false);

    public static FaultClass Of(FaultKind kind) => kind switch
    {
        // The call broke, or a replica did: what it had done is lost.
        FaultKind.Unavailable => new(IsWorthRetrying: true, CostsRetryBudget: true, CountsAgainstPool: true),

        // The table was older than the pool's state, and nothing was begun. Once round the pools at most, because none is tried twice.
        FaultKind.ModelNotReady => new(IsWorthRetrying: true, CostsRetryBudget: false, CountsAgainstPool: false),

        // Others may have room. But where all are full, free retries would turn each request into as many as there are pools.
        FaultKind.QueueFull => new(IsWorthRetrying: true, CostsRetryBudget: true, CountsAgainstPool: false),

        // The caller's: its time, its leaving, its input, its program, its key. Another pool would say the same.
        FaultKind.DeadlineExceeded or FaultKind.Cancelled => Final,
        FaultKind.InvalidInput or FaultKind.ModelError => Final,
        FaultKind.UnknownModel or FaultKind.LoadFailed => Final,
        FaultKind.Unauthenticated or FaultKind.PermissionDenied or FaultKind.RateLimited => Final,

        // It may well be the request that breaks devices: one is enough. That the pool is out of service, it says itself.
        FaultKind.DeviceLost => Final,

        // It is larger there too.
        FaultKind.TooLarge => Final,

        // During a rolling upgrade a silo of a later release may say what this one has no word for. Its message goes to the caller as it is.
        _ => Final,
    };

    /// <summary>What an answer tells of the pool that gave it.</summary>
    public static AttemptResult ResultOf(InferenceOutcome outcome) =>
        outcome.Fault is not { } fault ? AttemptResult.Success
        : Of(fault.Kind).CountsAgainstPool ? AttemptResult.Fault
        : AttemptResult.Neutral;
}
