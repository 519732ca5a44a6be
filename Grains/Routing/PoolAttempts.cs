using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Replicas;

namespace OrleansInference.Routing;

/// <summary>Tries a request on one pool after another until there is an outcome that another pool could not better.</summary>
internal sealed partial class PoolAttempts(LeastQueuePolicy policy, TimeProvider time, ILogger logger)
{
    private const int MaxAttempts = 3;

    /// <summary>Null where no pool is ready for the request.</summary>
    public async Task<InferenceOutcome?> Run(InferenceRequest request, ModelRoutes routes, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        InferenceOutcome? last = null;
        ImmutableArray<PoolKey> tried = [];
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var left = request.TimeLeft - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return InferenceOutcome.Of(FaultKind.DeadlineExceeded,
                    $"Request for model '{request.Model}' missed its deadline of {request.TimeLeft!.Value.TotalMilliseconds:F0} ms.");
            if (Pick(request, routes.Table, tried) is not { } entry) break;

            last = await Attempt(attempt == 0 ? request : request with { TimeLeft = left }, entry.Route, cancellationToken);
            if (last.Fault?.Kind is not (FaultKind.Unavailable or FaultKind.ModelNotReady)) break;
            tried = tried.Add(entry.Route.Key);
        }
        return last;
    }

    private RouteEntry? Pick(InferenceRequest request, RouteTable table, ImmutableArray<PoolKey> tried)
    {
        if ((request.Version ?? table.LatestReadyVersion) is not { } version) return null;
        var candidates = table.Ready(version);
        return policy.Pick(tried.IsEmpty ? candidates : candidates.RemoveAll(entry => tried.Contains(entry.Route.Key)));
    }

    private async Task<InferenceOutcome> Attempt(InferenceRequest request, PoolRoute route, CancellationToken cancellationToken)
    {
        using var lease = route.Lease();
        try
        {
            return await route.Pool.Infer(request, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return InferenceOutcome.Of(FaultKind.Cancelled, "The caller cancelled the request.");
        }
        catch (Exception exception)
        {
            LogAttemptFailed(exception, route.Key);
            return InferenceOutcome.Of(FaultKind.Unavailable, $"The pool of model '{request.Model}' on silo {route.Key.Silo} did not answer: {exception.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt on {Pool} failed")]
    private partial void LogAttemptFailed(Exception exception, PoolKey pool);
}
