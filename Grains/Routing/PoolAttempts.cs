using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Demand;
using OrleansInference.Routing.Failures;
using OrleansInference.Routing.Waiting;

namespace OrleansInference.Routing;

/// <summary>Tries a request on one pool after another until there is an outcome that another pool could not better.</summary>
internal sealed partial class PoolAttempts(RoutingTransport transport, TimeSpan defaultTimeout, TimeProvider time, ILogger logger)
{
    /// <summary>A request that has brought down so many pools is not tried on another.</summary>
    private const int MaxLost = 3;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // Task.WaitAsync takes at most 2^32 - 2 ms.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>Null where no pool is ready for the request.</summary>
    public async ValueTask<InferenceOutcome?> Run(InferenceRequest request, ModelRoutes routes, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var limit = request.TimeLeft ?? defaultTimeout;
        if (request.TimeLeft is null) request = request with { TimeLeft = limit };
        routes.Retries.Deposit(started);
        InferenceOutcome? last = null;
        VersionDemand? demand = null; // that has counted it
        var batchTime = TimeSpan.Zero;
        PoolRoute[] tried = [], lost = [];
        var (timeouts, inputsInUse) = (0, false);
        try
        {
            while (true)
            {
                var table = routes.Table;
                if ((request.Version ?? table.LatestReadyVersion) is not { } version || table.RoutesOf(version) is not { } pools)
                {
                    if (demand is null) (demand = routes.Demand.OfMissing(request.Version))?.Come(request, started);
                    break;
                }
                var claim = pools.Claim(request, tried, demand is null ? started : null);
                demand ??= pools.Demand;
                if (claim.Fault is { } fault) return last = InferenceOutcome.Of(fault);
                if (claim.Waiting is { } waiting && await Wait(pools, waiting, cancellationToken) is { } ended) return last = ended;
                var lease = claim.Lease ?? claim.Waiting?.Lease;
                if (lease is null && claim.Waiting is null) break;
                // What it waited for has come, perhaps from a pool that it had tried.
                if (lease is null) tried = [];
                if (claim.Waiting is not null && !TakeTime(ref request, started, limit))
                {
                    lease?.Dispose();
                    return last = Late(request, limit);
                }

                if (lease is not null)
                {
                    var end = await Attempt(request, lease, pools, routes, timeouts, cancellationToken);
                    inputsInUse |= end.InputsInUse;
                    if (end.Outcome is not null) last = inputsInUse ? end.Outcome with { InputsInUse = true } : end.Outcome;
                    // What became of the call that broke nobody knows.
                    inputsInUse |= end.Result is AttemptResult.Fault or AttemptResult.Lost;
                    if (end.Result == AttemptResult.TimedOut) timeouts++;
                    batchTime = end.BatchTime;
                    if (end.Outcome is { } outcome)
                    {
                        if (outcome.Fault is null || end.IsFinal) return last;
                        var next = FaultClasses.Of(outcome.Fault.Kind);
                        if (next.CountsAgainstPool && !lost.Contains(lease.Route)) lost = [.. lost, lease.Route];
                        if (!next.IsWorthRetrying || lost.Length >= MaxLost) return last;
                        if (!tried.Contains(lease.Route)) tried = [.. tried, lease.Route];
                        // One that has to wait for a pool adds to no load.
                        if (next.CostsRetryBudget && end.Result != AttemptResult.TimedOut && pools.HasAnother(tried) && !routes.Retries.TryWithdraw(time.GetTimestamp())) return last;
                    }
                }
                if (!TakeTime(ref request, started, limit)) return last = Late(request, limit);
            }
            return last;
        }
        finally
        {
            demand?.Leave(last, time.GetElapsedTime(started), batchTime);
        }
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
    private static async ValueTask<InferenceOutcome?> Wait(VersionRoutes pools, WaitingRequest waiting, CancellationToken cancellationToken)
    {
        InferenceOutcome outcome;
        await using (cancellationToken.UnsafeRegister(static state => ((WaitingRequest)state!).TrySettle(Cancelled), waiting)) outcome = await waiting.Outcome;
        // Whoever gave the place has other things to do.
        await Task.Yield();
        if (ReferenceEquals(outcome, WaitingRequest.Placed)) return null;
        if (ReferenceEquals(outcome, Cancelled)) pools.Abandon(waiting);
        return outcome;
    }

    private static readonly InferenceOutcome Cancelled = InferenceOutcome.Of(FaultKind.Cancelled, "The caller cancelled the request.");
}
