namespace OrleansInference.Models;

/// <summary>How long requests of one priority may wait, and how many of them: Triton's <c>ModelQueuePolicy</c>.</summary>
public sealed record QueuePolicy
{
    /// <summary>Most requests of the level that may wait; 0: no limit.</summary>
    public int MaxQueueSize { get; init; }

    /// <summary>The longest that a request may wait for its batch; null for no limit.</summary>
    public TimeSpan? DefaultTimeout { get; init; }

    /// <summary>What becomes of a request that has waited for so long.</summary>
    public TimeoutAction TimeoutAction { get; init; }

    /// <summary>As configured, and told to who asks. Nothing depends on it: a request's own <c>timeout</c> is its deadline anyway.</summary>
    public bool AllowTimeoutOverride { get; init; }
}
