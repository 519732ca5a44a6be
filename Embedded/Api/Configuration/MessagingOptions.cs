using System.Diagnostics;

namespace Orleans.Configuration;

/// <summary>How calls wait for their responses.</summary>
public abstract class MessagingOptions
{
    private TimeSpan _responseTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a caller waits before it gets a <see cref="TimeoutException"/>; 30 s by default. The call itself runs on.</summary>
    public TimeSpan ResponseTimeout
    {
        get => Debugger.IsAttached ? ResponseTimeoutWithDebugger : _responseTimeout;
        set => _responseTimeout = value;
    }

    public TimeSpan ResponseTimeoutWithDebugger { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether the callee's cancellation token is cancelled when the caller gives up waiting; false by default.</summary>
    public bool CancelRequestOnTimeout { get; set; }

    /// <summary>Whether a caller that cancels waits for the callee's own answer; false by default: it gets the exception at once.</summary>
    public bool WaitForCancellationAcknowledgement { get; set; }

    /// <summary>The longest message, in bytes without its headers; 100 MB by default. This engine sends none and has no limit of its own; those who ask before they send find it here.</summary>
    public int MaxMessageBodySize { get; set; } = 100 * 1024 * 1024;
}
