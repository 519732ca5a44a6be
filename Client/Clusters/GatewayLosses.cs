using System.Diagnostics.CodeAnalysis;

namespace OrleansInference.Client.Clusters;

/// <summary>
/// Says that a connection to a gateway has ended. Orleans' client sends what waits for it elsewhere, but leaves calls that had been sent to their time-outs.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer or a handle holds nothing to dispose of.")]
internal sealed class GatewayLosses
{
    private CancellationTokenSource _next = new();

    /// <summary>Is cancelled by the next loss.</summary>
    public CancellationToken Next => Volatile.Read(ref _next).Token;

    /// <summary>Returns at once: whoever waits for the loss goes on elsewhere.</summary>
    public void Report() => _ = Interlocked.Exchange(ref _next, new CancellationTokenSource()).CancelAsync();
}
