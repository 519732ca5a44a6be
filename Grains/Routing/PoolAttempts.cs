using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>Tries a request on one pool after another until there is an outcome that another pool could not better.</summary>
internal sealed partial class PoolAttempts(LeastQueuePolicy policy, TimeSpan defaultTimeout, TimeProvider time, ILogger logger)
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
        InferenceOutcome? last = null;
        ImmutableArray<PoolKey> tried = [];
        for (var lost = 0; lost < MaxLost;)
        {
            var left = tried.IsEmpty ? limit : limit - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return Late(request, limit);
            if (Pick(request, routes.Table, tried) is not { } entry) break;

            var sent = request.TimeLeft == left ? request : request with { TimeLeft = left };
            (last, var answered) = await Attempt(sent, entry.Route, cancellationToken);
            if (last.Fault?.Kind is not (FaultKind.Unavailable or FaultKind.ModelNotReady)) break;
            tried = tried.Add(entry.Route.Key);
            if (!answered) lost++;
        }
        return last;
    }

    private static InferenceOutcome Late(InferenceRequest request, TimeSpan limit) => InferenceOutcome.Of(FaultKind.DeadlineExceeded,
        $"Request for model '{request.Model}' missed its deadline, {limit.TotalMilliseconds:0.###} ms after it came to the dispatcher.");

    private RouteEntry? Pick(InferenceRequest request, RouteTable table, ImmutableArray<PoolKey> tried)
    {
        if ((request.Version ?? table.LatestReadyVersion) is not { } version) return null;
        var candidates = table.Ready(version);
        return policy.Pick(tried.IsEmpty ? candidates : candidates.RemoveAll(entry => tried.Contains(entry.Route.Key)));
    }

    private async Task<(InferenceOutcome Outcome, bool Answered)> Attempt(InferenceRequest request, PoolRoute route, CancellationToken cancellationToken)
    {
        using var lease = route.Lease();
        var left = request.TimeLeft!.Value;
        Task<InferenceOutcome>? answer = null;
        try
        {
            answer = route.Pool.Infer(request, cancellationToken);
            // A pool keeps deadlines itself, but one that has died with its silo, or is about to go, keeps none.
            return (answer.IsCompleted ? await answer : await answer.WaitAsync(left < LongestWait ? left : LongestWait, time, CancellationToken.None), true);
        }
        catch (TimeoutException) when (answer is { IsFaulted: false })
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
