using OrleansInference.Inference;

namespace OrleansInference.Client;

/// <summary>A call that did not give a response: the server answered with an error, or no answer came.</summary>
public sealed class InferenceException : Exception
{
    public InferenceException(string message)
        : base(message)
    {
    }

    public InferenceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public InferenceException(FaultKind? kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>
    /// Which of the expected failures it was. <see cref="FaultKind.Unavailable"/> also where the server can't be reached. Null
    /// for what should not happen: an internal error of the server, or an answer that is not of the protocol.
    /// </summary>
    public FaultKind? Kind { get; }

    /// <summary>How long to wait before another attempt, where the server said so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
