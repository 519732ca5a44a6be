using OrleansInference.Client;

namespace OrleansInference.Cli.Bench;

/// <summary>A connection through the client library, for doors that <see cref="HttpConnection"/> does not speak to.</summary>
/// <param name="infer">Sends the request and waits for its answer.</param>
internal sealed class ClientConnection(Func<CancellationToken, Task> infer) : ILoadConnection
{
    private readonly CancellationTokenSource _end = new();

    /// <inheritdoc/>
    public string? Exchange()
    {
        try
        {
            infer(_end.Token).GetAwaiter().GetResult();
            return null;
        }
        catch (InferenceException exception)
        {
            return exception.Kind?.ToString() ?? exception.Message;
        }
        catch (OperationCanceledException)
        {
            return "the run was ended";
        }
    }

    public void Dispose() => _end.Cancel();
}
