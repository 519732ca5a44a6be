namespace OrleansInference.Models;

/// <summary>What becomes of a request that has waited for longer than its policy allows.</summary>
public enum TimeoutAction
{
    /// <summary>It ends with a fault.</summary>
    Reject,

    /// <summary>It goes behind all those that have not waited for too long.</summary>
    Delay,
}
