using System.Text;
using OrleansInference.Client;

namespace OrleansInference.Cli.Commands;

/// <summary>Runs command lines against a server, in a folder of their own, and keeps what they print.</summary>
public sealed class OiRunner : IAsyncDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private OiRunner(FakeServer server) => Server = server;

    public FakeServer Server { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("oi-tests").FullName;

    public Dictionary<string, string?> Variables { get; } = [];

    internal ManualTime Time { get; } = new();

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public static async Task<OiRunner> StartAsync() => new(await FakeServer.StartAsync());

    public Task<int> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public Task<int> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        Variables.TryAdd("OI_SERVER", Server.Address.ToString());
        var streams = new CommandStreams(new MemoryStream(Encoding.UTF8.GetBytes("")), _output, _error) { Variable = Variables.GetValueOrDefault, Time = Time };
        return OiCommand.RunAsync(arguments, streams, cancellationToken);
    }

    public string Save(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        await Server.DisposeAsync();
    }
}
