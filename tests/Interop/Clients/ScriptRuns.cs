using System.Collections.Concurrent;

namespace OrleansInference.Interop.Clients;

/// <summary>What each script said; each runs once, whoever asks.</summary>
internal sealed class ScriptRuns : IDisposable
{
    private readonly ClientStubs _stubs = new();
    private readonly ConcurrentDictionary<string, Task<ClientReport>> _reports = new();

    /// <param name="script">Its path below the build's output, such as <c>Python/http_client.py</c>.</param>
    /// <param name="surroundings">Environment variables that tell it where the server is.</param>
    public Task<ClientReport> Of(string script, params (string Name, string Value)[] surroundings) => _reports.GetOrAdd(script, _ =>
    {
        var environment = surroundings.ToDictionary();
        environment["OI_MODELS"] = Path.Combine(AppContext.BaseDirectory, "models");
        environment["OI_PROTOS"] = Path.Combine(AppContext.BaseDirectory, "Protos");
        environment["PYTHONPATH"] = _stubs.Folder;
        return new ClientScript(script).Run(environment);
    });

    public void Dispose() => _stubs.Dispose();
}
