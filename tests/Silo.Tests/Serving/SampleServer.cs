namespace OrleansInference.Serving;

/// <summary>One server over the sample repository for all tests of a class.</summary>
public sealed class SampleServer : IAsyncLifetime
{
    private ServerProcess? _server;

    internal HttpClient Http => _server!.Http;

    public async Task InitializeAsync() => _server = await ServerProcess.Start(Path.Combine(AppContext.BaseDirectory, "models", "repository"));

    public async Task DisposeAsync() => await _server!.DisposeAsync();
}
