using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Failures;

namespace OrleansInference.Routing;

// One attempt: a request at a pool, given up where the pool hangs, and copied to another where that is allowed and it is late.
internal sealed partial class PoolAttempts
{
    private async ValueTask<AttemptEnd> Attempt(
        InferenceRequest request, PoolLease lease, VersionRoutes pools, ModelRoutes routes, int timeouts, CancellationToken cancellationToken)
    {
        var left = request.TimeLeft!.Value;
        using var loser = routes.Hedges.IsOn ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken) : null;
        var asked = Ask(request, lease, loser?.Token ?? cancellationToken);
        if (asked.IsCompleted) return End(asked, lease, pools);
        if (loser is not null)
        {
            routes.Hedges.Deposit(lease.WorkSeconds, lease.TakenAt);
            if (pools.HedgeAfter(lease) is { } after && after < left)
            {
                await Within(after, asked);
                if (asked.IsCompleted) return End(asked, lease, pools);
                left -= after;
                if (await Hedge(request with { TimeLeft = left }, asked, lease, pools, routes, loser) is { } end) return end;
            }
        }

        // A pool keeps deadlines itself, but one that has died with its silo, or is about to go, keeps none.
        for (var waited = TimeSpan.Zero; waited < left;)
        {
            // What is not known yet may be known in a while, and another pool may have come.
            var limit = pools.LimitOf(lease, timeouts, isOnlyPlace: lease.IsOnlyPlace && (waited == TimeSpan.Zero || !pools.HasAnother([lease.Route])));
            var until = limit == TimeSpan.MaxValue ? waited + LookAgain : limit > waited ? limit : waited;
            if (until > left) until = left;
            await Within(until - waited, asked);
            if (asked.IsCompleted) return End(asked, lease, pools);
            waited = until;
            if (waited < limit || waited >= left) continue;
            if (routes.Retries.TryWithdraw(time.GetTimestamp())) return GiveUp(request, asked, lease, pools, waited);
            await Within(left - waited, asked);
            if (asked.IsCompleted) return End(asked, lease, pools);
            break;
        }
        lease.Dispose();
        _ = Forget(asked, lease, pools);
        return new AttemptEnd(Late(request, request.TimeLeft.Value), AttemptResult.Neutral, IsFinal: true, InputsInUse: true);
    }

    private AttemptEnd GiveUp(InferenceRequest request, Task<PoolAnswer> asked, PoolLease lease, VersionRoutes pools, TimeSpan waited)
    {
        lease.Return(AttemptResult.TimedOut, null);
        LogGivenUp(lease.Route.Key, waited.TotalMilliseconds);
        _ = Forget(asked, lease, pools);
        var fault = InferenceFault.Of(
            FaultKind.Unavailable, $"The pool of model '{request.Model}' on silo {lease.Route.Key.Silo} did not answer within {waited.TotalMilliseconds:0} ms.");
        return new AttemptEnd(InferenceOutcome.Of(fault), AttemptResult.TimedOut, InputsInUse: true);
    }

    /// <summary>Sends a copy to another pool, if one is free; the first answer counts, and the other is cancelled. Null where there is no answer of the copy.</summary>
    private async ValueTask<AttemptEnd?> Hedge(
        InferenceRequest request, Task<PoolAnswer> asked, PoolLease lease, VersionRoutes pools, ModelRoutes routes, CancellationTokenSource first)
    {
        if (pools.ClaimSecond(request, lease.Route) is not { } second) return null;
        if (!routes.Hedges.TryWithdraw(second.WorkSeconds, second.TakenAt))
        {
            second.Dispose();
            return null;
        }
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(first.Token);
        var copied = Ask(request, second, cancellation.Token);
        await Within(request.TimeLeft!.Value, Task.WhenAny(asked, copied));
        if (IsAnswer(copied))
        {
            var end = End(copied, second, pools);
            first.Cancel();
            lease.Dispose();
            _ = Forget(asked, lease, pools);
            return end with { InputsInUse = true };
        }
        // The first has answered, or the copy has failed: then it is as if there had been none.
        cancellation.Cancel();
        second.Dispose();
        _ = Forget(copied, second, pools);
        return asked.IsCompleted ? End(asked, lease, pools) with { InputsInUse = true } : null;
    }

    private static bool IsAnswer(Task<PoolAnswer> asked) => asked is { IsCompletedSuccessfully: true, Result.Outcome.Fault: null };

    private Task<PoolAnswer> Ask(InferenceRequest request, PoolLease lease, CancellationToken cancellationToken)
    {
        try
        {
            if (!lease.Route.Key.Silo.Equals(transport.OwnSilo)) request = transport.Messages.ForAnotherSilo(request);
            return lease.Route.Pool.Infer(request, lease.IsOnlyPlace ? null : transport.OwnSilo, cancellationToken);
        }
        catch (Exception exception)
        {
            return Task.FromException<PoolAnswer>(exception);
        }
    }

    /// <summary>Ends with the call, however that ends, or when the time is over.</summary>
    private ConfiguredTaskAwaitable Within(TimeSpan limit, Task asked) =>
        asked.WaitAsync(limit < LongestWait ? limit : LongestWait, time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    /// <summary>What came of a call that has ended.</summary>
    private AttemptEnd End(Task<PoolAnswer> asked, PoolLease lease, VersionRoutes pools)
    {
        try
        {
            var answer = asked.GetAwaiter().GetResult();
            if (answer.Outcome is null)
            {
                lease.HandBack(answer.Load);
                return new AttemptEnd(null, AttemptResult.Neutral);
            }
            var result = FaultClasses.ResultOf(answer.Outcome);
            if (result == AttemptResult.Success) pools.Answered(lease);
            lease.Return(result, answer.Load);
            return new AttemptEnd(answer.Outcome, result, BatchTime: answer.BatchTime);
        }
        catch (OperationCanceledException)
        {
            lease.Dispose();
            return new AttemptEnd(Cancelled, AttemptResult.Neutral);
        }
        catch (Exception exception)
        {
            LogAttemptFailed(exception, lease.Route.Key);
            // Any other exception is the pool's own, so it lives.
            var result = exception is OrleansException or TimeoutException ? AttemptResult.Lost : AttemptResult.Fault;
            lease.Return(result, null);
            return new AttemptEnd(
                InferenceOutcome.Of(FaultKind.Unavailable, $"The pool on silo {lease.Route.Key.Silo} did not answer: {FirstLine(exception.Message)}"), result);
        }
    }

    /// <summary>Orleans rejects a message with the whole of an exception as its text. Its lines are for the log, not for callers.</summary>
    private static ReadOnlySpan<char> FirstLine(string text) => text.AsSpan(0, text.IndexOf('\n') is var end and >= 0 ? end : text.Length).TrimEnd();

    /// <summary>Frees what a pool says to which nobody listens any more.</summary>
    private async Task Forget(Task<PoolAnswer> asked, PoolLease lease, VersionRoutes pools)
    {
        try
        {
            var answer = await asked;
            pools.AnsweredLate(lease);
            if (answer.Outcome is not { Response: { } response }) return;
            pools.Answered(lease);
            TensorMemory.Release(response);
        }
        catch (Exception exception)
        {
            LogLateFailure(lease.Route.Key, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt on {Pool} failed")]
    private partial void LogAttemptFailed(Exception exception, PoolKey pool);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Pool} has not answered for {Milliseconds:0} ms: the request is tried elsewhere")]
    private partial void LogGivenUp(PoolKey pool, double milliseconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Pool} failed after it was given up: {Reason}")]
    private partial void LogLateFailure(PoolKey pool, string reason);
}
