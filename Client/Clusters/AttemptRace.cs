using OrleansInference.Routing.Failures;

namespace OrleansInference.Client.Clusters;

/// <summary>
/// Makes a call, and makes it again beside the first where that one may never be answered: a gateway was lost meanwhile, perhaps this call's, or the call has been silent
/// for long. Successive calls of a stateless worker go to successive gateways, so the second goes elsewhere. The first answer counts; calls that are still open then are
/// cancelled. For calls that may be made twice. Second calls because of silence are few: 2 % of all within ten seconds, and ten more.
/// </summary>
internal sealed class AttemptRace(GatewayLosses losses, TimeProvider time)
{
    private const int MostAttempts = 4;

    // As the silos' dispatchers have it: a cluster that is slow as a whole gets no second load. The reserve is for clients of few requests.
    private const double HedgeShare = 0.02;
    private const int HedgeReserve = 10;

    private readonly SlidingBudget _hedges = new(HedgeShare, HedgeReserve, time);

    /// <param name="send">Makes the call; its token ends it.</param>
    /// <param name="hedgeAfter">How long to wait for the first attempt; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="cancellationToken">Ends all attempts.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> send, TimeSpan hedgeAfter, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _hedges.Put(1, time.GetTimestamp());
        var open = new List<Task<T>>(1);
        var anyLost = false;
        for (var attempts = 1; ; attempts++)
        {
            var lost = attempts < MostAttempts ? losses.Next : CancellationToken.None; // before it is sent
            open.Add(send(over.Token));
            if (await AnswerAsync(open, attempts == 1 ? hedgeAfter : Timeout.InfiniteTimeSpan, anyLost, lost) is not { } answered)
            {
                anyLost |= lost.IsCancellationRequested;
                continue;
            }
            if (attempts > 1)
                await over.CancelAsync();
            return await answered;
        }
    }

    /// <summary>
    /// The first attempt that succeeds, or the last to fail; null where another is called for. Where a gateway was lost, the failure of the newest attempt counts as well: an
    /// earlier one may be silent for good.
    /// </summary>
    private async Task<Task<T>?> AnswerAsync<T>(List<Task<T>> open, TimeSpan patience, bool anyLost, CancellationToken lost)
    {
        while (true)
        {
            try
            {
                var ended = await Task.WhenAny(open).WaitAsync(patience, time, lost);
                if (ended.IsCompletedSuccessfully || open.Count == 1 || (anyLost && ended == open[^1]))
                    return ended;
                open.Remove(ended);
            }
            catch (OperationCanceledException) // WaitAsync's, as the other: WhenAny throws nothing
            {
                return null;
            }
            catch (TimeoutException)
            {
                if (_hedges.TryTake(1, time.GetTimestamp()))
                    return null;
                patience = Timeout.InfiniteTimeSpan;
            }
        }
    }
}
