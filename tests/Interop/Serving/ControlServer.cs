using OrleansInference.Interop.Clients;

namespace OrleansInference.Interop.Serving;

/// <summary>A server whose models come and go as its clients say, with two loaded at the start; apart from the others, so that no test sees it.</summary>
public sealed class ControlServer : IAsyncLifetime
{
    private readonly ScriptRuns _runs = new();
    private RunningServer? _server;

    public async Task InitializeAsync() =>
        _server = await RunningServer.Start("--model-control", "explicit", "--load-model", "identity_fp32,batching");

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _runs.Dispose();
    }

    internal Task<ClientReport> Run(string script) =>
        _runs.Of(script, ("OI_HTTP", _server!.Http.ToString().TrimEnd('/')), ("OI_GRPC", _server.Grpc.Authority));
}
