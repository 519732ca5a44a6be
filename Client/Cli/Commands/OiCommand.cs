using System.CommandLine;
using System.CommandLine.Help;
using System.Net.Sockets;
using OrleansInference.Client;

namespace OrleansInference.Cli.Commands;

/// <summary>The whole command line. Exit codes: 0 done, 1 failed, 2 not understood, 130 interrupted.</summary>
internal static class OiCommand
{
    private const string Examples =
        """
        Examples:
          oi models
              Lists the models of the server on this machine.
          oi infer digits --image models/samples/seven.png
              Prints the digit in the picture and its probability.
          oi infer language --text "$(cat Silo/Program.cs)" --top 3
              Prints the three most likely programming languages of a file.
          oi infer language --text - --output json < Silo/Program.cs
              The same from standard input, the answer as JSON.
          oi infer digits --json models/samples/seven.json --version 1
              Sends a request as it is to version 1.

        The server is started by ./serve. Exit codes: 0 done, 1 failed, 2 the command line was not understood.
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandStreams streams, CancellationToken cancellationToken = default)
    {
        // No response files: a text may start with '@'.
        var parsed = Create(streams).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration { Output = streams.Output, Error = streams.Error, EnableDefaultExceptionHandler = false };
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                streams.Error.WriteLine($"oi: {error.Message}");
            streams.Error.WriteLine("See 'oi --help'.");
            return 2;
        }

        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception exception) when (exception is CommandException or InferenceException or FormatException)
        {
            streams.Error.WriteLine($"oi: {OneLine(Explain(exception))}");
            return 1;
        }
    }

    private static RootCommand Create(CommandStreams streams)
    {
        var root = new RootCommand("Talks to an inference server: runs its models and lists them.")
        {
            InferCommand.Create(streams),
            ModelsCommand.Create(streams),
        };
        if (root.Options.OfType<HelpOption>().Single() is { Action: HelpAction action } help)
            help.Action = new ExamplesHelpAction(action, Examples);
        return root;
    }

    private static string Explain(Exception exception) => exception.InnerException switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } unreachable =>
            $"{exception.Message.TrimEnd('.')}. Start a server with ./serve, or say where it is with --url.",
        _ => exception.Message,
    };

    private static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
