using OrleansInference.Interop.Clients;

namespace OrleansInference.Interop.Serving;

/// <summary>A server that anyone may call, for every test of the collection.</summary>
public sealed class InteropServer : IAsyncLifetime
{
    private readonly ScriptRuns _runs = new();
    private RunningServer? _server;

    public async Task InitializeAsync() => _server = await RunningServer.Start();

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _runs.Dispose();
    }

    internal Task<ClientReport> Run(string script) =>
        _runs.Of(script, ("OI_HTTP", _server!.Http.ToString().TrimEnd('/')), ("OI_GRPC", _server.Grpc.Authority));
}
