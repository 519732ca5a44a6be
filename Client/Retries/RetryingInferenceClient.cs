using System.Collections.Immutable;
using OrleansInference.Inference;

namespace OrleansInference.Client.Retries;

/// <summary>
/// Gives every call a deadline and, within it, attempts as <see cref="InferenceClientOptions"/> say. Only failures after which another
/// attempt may go better are followed by one; nothing here changes what it computes from, so an attempt too many does no harm.
/// </summary>
internal sealed class RetryingInferenceClient(IInferenceClient client, InferenceClientOptions options, TimeProvider time, Random random)
    : IInferenceClient
{
    private readonly TimeSpan? _timeout = options.Timeout == Timeout.InfiniteTimeSpan ? null : options.Timeout;

    public Task<InferenceResponse> InferAsync(InferenceRequest request, CancellationToken cancellationToken) => RunAsync(
        (left, token) => client.InferAsync(request with { TimeLeft = left }, token), request.TimeLeft ?? _timeout, cancellationToken);

    public Task<InferenceResponse> ClassifyAsync(InferenceRequest request, int classes, CancellationToken cancellationToken) => RunAsync(
        (left, token) => client.ClassifyAsync(request with { TimeLeft = left }, classes, token), request.TimeLeft ?? _timeout, cancellationToken);

    public Task<ModelMetadata> GetModelAsync(string model, long? version, CancellationToken cancellationToken) =>
        RunAsync((_, token) => client.GetModelAsync(model, version, token), _timeout, cancellationToken);

    public Task<ImmutableArray<ModelIndexEntry>> ListModelsAsync(CancellationToken cancellationToken) =>
        RunAsync((_, token) => client.ListModelsAsync(token), _timeout, cancellationToken);

    public Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        RunAsync((_, token) => client.IsReadyAsync(token), _timeout, cancellationToken);

    public Task<bool> IsModelReadyAsync(string model, long? version, CancellationToken cancellationToken) =>
        RunAsync((_, token) => client.IsModelReadyAsync(model, version, token), _timeout, cancellationToken);

    // Loading takes as long as it takes.
    public Task LoadModelAsync(string model, CancellationToken cancellationToken) =>
        RunAsync((_, token) => Done(client.LoadModelAsync(model, token)), null, cancellationToken);

    public Task UnloadModelAsync(string model, CancellationToken cancellationToken) =>
        RunAsync((_, token) => Done(client.UnloadModelAsync(model, token)), null, cancellationToken);

    public void Dispose() => client.Dispose();

    private async Task<T> RunAsync<T>(
        Func<TimeSpan?, CancellationToken, Task<T>> attempt, TimeSpan? budget, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(budget ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        for (var retries = 0; ; retries++)
        {
            try
            {
                return await attempt(budget - time.GetElapsedTime(start), either.Token);
            }
            catch (InferenceException exception) when (retries < options.MaxRetries && MayGoBetter(exception.Kind))
            {
                var pause = Pause(exception, retries);
                if (budget - time.GetElapsedTime(start) <= pause)
                    throw; // what is known says more than that the time is up
                await Task.Delay(pause, time, either.Token);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new InferenceException(FaultKind.DeadlineExceeded, $"No answer within {budget?.TotalSeconds} s.", exception);
            }
        }
    }

    private static bool MayGoBetter(FaultKind? kind) => kind is
        FaultKind.Unavailable or FaultKind.ModelNotReady or FaultKind.QueueFull or FaultKind.RateLimited;

    /// <summary>Full jitter (Brooker, "Exponential Backoff And Jitter", 2015), but never earlier than the server asked for.</summary>
    private TimeSpan Pause(InferenceException exception, int retries)
    {
        var drawn = options.RetryDelay * (random.NextDouble() * (1L << Math.Min(retries, 30)));
        return exception.RetryAfter is { } asked && asked > drawn ? asked : drawn;
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
