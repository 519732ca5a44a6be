using OrleansInference.Client;
using OrleansInference.Inference;

namespace OrleansInference.Drills.Load;

/// <summary>A silo's door as a caller sees it: over connections of its own, and without retries of the client's, so that each failure is seen.</summary>
internal sealed class Door : IDisposable
{
    // Several, as there would be several callers.
    private const int Connections = 4;

    private readonly IInferenceClient[] _clients;
    private int _turn;

    /// <param name="silo">Whose it is.</param>
    /// <param name="address">Of scheme grpc or http.</param>
    public Door(string silo, Uri address)
    {
        Silo = silo;
        _clients = [.. Enumerable.Range(0, Connections).Select(_ => InferenceClient.Create(new InferenceClientOptions { Address = address, MaxRetries = 0 }))];
    }

    public string Silo { get; }

    public Task<InferenceResponse> InferAsync(InferenceRequest request) => _clients[Interlocked.Increment(ref _turn) % Connections].InferAsync(request);

    public void Dispose() => Array.ForEach(_clients, client => client.Dispose());
}
