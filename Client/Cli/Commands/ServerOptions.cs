using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansInference.Client;

namespace OrleansInference.Cli.Commands;

/// <summary>The options that every command which talks to a server has.</summary>
internal sealed class ServerOptions
{
    private static readonly Uri Default = new("http://127.0.0.1:8000");

    public Option<Uri> Url { get; } = new("--url")
    {
        Description = "The server's HTTP address.",
        HelpName = "address",
        DefaultValueFactory = _ => Default,
        CustomParser = ParseUrl,
    };

    public Option<int> Timeout { get; } = new("--timeout")
    {
        Description = "The deadline of each call, in milliseconds. The server gets it too and drops the work when it has passed.",
        HelpName = "ms",
        DefaultValueFactory = _ => 30_000,
    };

    public void AddTo(Command command)
    {
        Timeout.Validators.Add(result => RequireAtLeastOne(result, result.GetValueOrDefault<int>()));
        command.Add(Url);
        command.Add(Timeout);
    }

    public TimeSpan TimeLeft(ParseResult arguments) => TimeSpan.FromMilliseconds(arguments.GetValue(Timeout));

    /// <summary>Connects for one command; the deadline bounds each of its calls.</summary>
    public async Task<int> WithClientAsync(ParseResult arguments, Func<HttpInferenceClient, Task> run)
    {
        using var http = new HttpClient { BaseAddress = arguments.GetRequiredValue(Url), Timeout = TimeLeft(arguments) };
        using var client = new HttpInferenceClient(http);
        await run(client);
        return 0;
    }

    public static void RequireAtLeastOne(OptionResult result, long value)
    {
        if (value < 1)
            result.AddError($"{result.Option.Name} {value}: expected a whole number of at least 1.");
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (Uri.TryCreate(full.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        result.AddError($"--url '{text}': expected an address such as {Default.OriginalString}.");
        return null;
    }
}
