using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>Tries a request on one pool after another until there is an outcome that another pool could not better.</summary>
internal sealed partial class PoolAttempts(SiloAddress ownSilo, TimeSpan defaultTimeout, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// A request that has brought down so many pools is not tried on another. A pool that refuses it, because it is leaving, doesn't count.
    /// </summary>
    private const int MaxLost = 3;

    // Task.WaitAsync takes at most 2^32 - 2 ms.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>Null where no pool is ready for the request.</summary>
    public async ValueTask<InferenceOutcome?> Run(InferenceRequest request, ModelRoutes routes, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var limit = request.TimeLeft ?? defaultTimeout;
        if (request.TimeLeft is null) request = request with { TimeLeft = limit };
        InferenceOutcome? last = null;
        PoolRoute[] tried = [];
        for (var lost = 0; lost < MaxLost;)
        {
            var table = routes.Table;
            if ((request.Version ?? table.LatestReadyVersion) is not { } version || table.RoutesOf(version) is not { } pools) break;
            var claim = pools.Claim(request, tried);
            if (claim.Fault is { } fault) return InferenceOutcome.Of(fault);
            var lease = claim.Lease;
            if (claim.Waiting is { } waiting)
            {
                var ended = await Wait(pools, waiting, cancellationToken);
                if (ended is not null) return ended;
                lease = waiting.Lease;
                if (!TakeTime(ref request, started, limit))
                {
                    lease?.Dispose();
                    return Late(request, limit);
                }
            }
            else if (lease is null)
            {
                break;
            }

            if (lease is not null)
            {
                (last, var answered) = await Attempt(request, lease, cancellationToken);
                if (last is not null)
                {
                    if (last.Fault?.Kind is not (FaultKind.Unavailable or FaultKind.ModelNotReady)) break;
                    tried = [.. tried, lease.Route];
                    if (!answered) lost++;
                }
            }
            if (!TakeTime(ref request, started, limit)) return Late(request, limit);
        }
        return last;
    }

    /// <summary>Notes how much time has passed; false where none is left.</summary>
    private bool TakeTime(ref InferenceRequest request, long started, TimeSpan limit)
    {
        var passed = time.GetElapsedTime(started);
        if (passed >= limit) return false;
        request = request with { TimeLeft = limit - passed, Waited = passed };
        return true;
    }

    private static InferenceOutcome Late(InferenceRequest request, TimeSpan limit) => InferenceOutcome.Of(FaultKind.DeadlineExceeded,
        $"Request for model '{request.Model}' missed its deadline, {limit.TotalMilliseconds:0.###} ms after it came to the dispatcher.");

    /// <summary>Null where the request has a place, or is to look for one anew.</summary>
    private static async ValueTask<InferenceOutcome?> Wait(VersionRoutes pools, Waiting.WaitingRequest waiting, CancellationToken cancellationToken)
    {
        InferenceOutcome outcome;
        await using (cancellationToken.UnsafeRegister(static state => ((Waiting.WaitingRequest)state!).TrySettle(
            InferenceOutcome.Of(FaultKind.Cancelled, "The caller cancelled the request.")), waiting))
            outcome = await waiting.Outcome;
        // Whoever gave the place has other things to do.
        await Task.Yield();
        if (ReferenceEquals(outcome, Waiting.WaitingRequest.Placed)) return null;
        if (outcome.Fault is { Kind: FaultKind.Cancelled }) pools.Abandon(waiting);
        return outcome;
    }

    /// <summary>The outcome is null where the pool hands the request back.</summary>
    private async Task<(InferenceOutcome? Outcome, bool Answered)> Attempt(InferenceRequest request, PoolLease lease, CancellationToken cancellationToken)
    {
        using var held = lease;
        var route = lease.Route;
        var left = request.TimeLeft!.Value;
        Task<PoolAnswer>? asked = null;
        try
        {
            asked = route.Pool.Infer(request, lease.IsOnlyPlace ? null : ownSilo, cancellationToken);
            // A pool keeps deadlines itself, but one that has died with its silo, or is about to go, keeps none.
            var answer = asked.IsCompleted ? await asked : await asked.WaitAsync(left < LongestWait ? left : LongestWait, time, CancellationToken.None);
            lease.Return(answer.Load);
            return (answer.Outcome, true);
        }
        catch (TimeoutException) when (asked is { IsFaulted: false })
        {
            return (Late(request, left), true);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (InferenceOutcome.Of(FaultKind.Cancelled, "The caller cancelled the request."), true);
        }
        catch (Exception exception)
        {
            LogAttemptFailed(exception, route.Key);
            return (InferenceOutcome.Of(FaultKind.Unavailable,
                $"The pool of model '{request.Model}' on silo {route.Key.Silo} did not answer: {exception.Message}"), false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt on {Pool} failed")]
    private partial void LogAttemptFailed(Exception exception, PoolKey pool);
}
