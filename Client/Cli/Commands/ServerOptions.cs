using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansInference.Cli.Server;

namespace OrleansInference.Cli.Commands;

/// <summary>The options that every command which talks to a server has.</summary>
internal sealed class ServerOptions
{
    private const string Default = "http://127.0.0.1:8000";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private readonly CommandStreams _streams;
    private readonly TimeSpan _timeout;

    public ServerOptions(CommandStreams streams, TimeSpan? timeout = null)
    {
        _streams = streams;
        _timeout = timeout ?? DefaultTimeout;
        Timeout = DurationOption.Create(
            "--timeout", "The deadline of each call. The server gets it too and drops the work when it has passed.",
            TimeSpan.FromMilliseconds(1), _timeout);
    }

    public Option<Uri> Server { get; } = new("--server")
    {
        Description = "The server's address: http:// or https:// for the HTTP door, grpc:// or grpcs:// for the gRPC door. OI_SERVER may hold it.",
        HelpName = "address",
        CustomParser = result => ParseAddress(result, "--server", result.Tokens[0].Value),
    };

    public Option<TimeSpan?> Timeout { get; }

    // Without a default that the help would print: it is a secret.
    public Option<string> ApiKey { get; } = new("--api-key")
    {
        Description = "The key that the server asks for. OI_API_KEY is the better place: other users of this machine can see the arguments of a process.",
        HelpName = "key",
    };

    public Option<string> Authority { get; } = new("--ca")
    {
        Description = "A PEM file with the certificate authorities to trust instead of the system's.",
        HelpName = "file",
    };

    public Option<bool> Insecure { get; } = new("--insecure") { Description = "Takes any certificate: the connection is encrypted, but to whom is not known." };

    public void AddTo(Command command)
    {
        Server.DefaultValueFactory = result => ParseAddress(result, "OI_SERVER", _streams.Variable("OI_SERVER") ?? Default)!;
        foreach (var option in (Option[])[Server, Timeout, ApiKey, Authority, Insecure])
            command.Add(option);
        command.Validators.Add(RequireOneTrust);
    }

    public TimeSpan TimeLeft(ParseResult arguments) => arguments.GetValue(Timeout) ?? _timeout;

    /// <summary>Connects for one command; the deadline bounds each of its calls.</summary>
    public async Task<int> ConnectAsync(ParseResult arguments, Func<ServerConnection, Task<int>> run)
    {
        using var server = new ServerConnection(new ServerSettings
        {
            Address = arguments.GetRequiredValue(Server),
            Timeout = TimeLeft(arguments),
            ApiKey = arguments.GetValue(ApiKey) ?? _streams.Variable("OI_API_KEY"),
            AuthorityFile = arguments.GetValue(Authority),
            IsInsecure = arguments.GetValue(Insecure),
        });
        return await run(server);
    }

    private void RequireOneTrust(CommandResult result)
    {
        if (result.GetResult(Authority) is not null && result.GetResult(Insecure) is { Implicit: false })
            result.AddError("--insecure takes any certificate, --ca only some: expected at most one of them.");
    }

    private static Uri? ParseAddress(ArgumentResult result, string name, string text)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (Uri.TryCreate(full.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "grpc" or "grpcs")
            return address;
        result.AddError($"{name} '{text}': expected an address such as {Default} or grpc://127.0.0.1:8001.");
        return null;
    }
}
