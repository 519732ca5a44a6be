using System.CommandLine;
using System.CommandLine.Help;
using OrleansInference.Cli.Server;
using OrleansInference.Client;

namespace OrleansInference.Cli.Commands;

/// <summary>The whole command line.</summary>
internal static class OiCommand
{
    private const int HelpColumns = 110;

    private const string Examples =
        """
        Examples:
          oi models
              Lists the models of the server on this machine.
          oi infer digits --image models/samples/seven.png
              Prints the digit in the picture and its probability.
          oi bench digits --rate 200
              Loads a model with 200 requests a second and prints the latencies.
          oi load digits
              Loads a model of the repository, or loads it again.
          oi config check models/repository
              Says what is wrong in a model repository, without a server.

        'oi infer --help' and so on have more. The server is started by ./serve.
        Exit codes: 0 done, 1 the request or the check failed, 2 the command line was not understood, 3 no server could be reached, 130 interrupted.
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandStreams streams, CancellationToken cancellationToken = default)
    {
        // No response files: a text may start with '@'.
        var parsed = Create(streams).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration
        {
            Output = streams.Output, Error = streams.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, // signals come by the token
        };
        if (parsed.Errors.Count > 0)
        {
            UsageErrors.Write(parsed, streams.Error);
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (InferenceException exception) when (exception.IsUnreachable)
        {
            var advice = exception.IsUntrusted ? "Name its authority with --ca." : "Start a server with ./serve, or say where it is with --server.";
            Report(streams, $"{exception.Message.TrimEnd('.')}. {advice}");
            return ExitCodes.Unreachable;
        }
        catch (Exception exception) when (exception is CommandException or InferenceException or FormatException)
        {
            Report(streams, exception.Message, keepsLines: exception is CommandException { KeepsLines: true });
            return ExitCodes.Failed;
        }
    }

    private static RootCommand Create(CommandStreams streams)
    {
        var root = new RootCommand("Talks to an inference server: runs, measures, loads and lists its models.")
        {
            InferCommand.Create(streams),
            ModelsCommand.Create(streams),
            LoadCommand.CreateLoad(streams),
            LoadCommand.CreateUnload(streams),
            TrafficCommand.Create(streams),
            AutoscalerCommand.Create(streams),
            BenchCommand.Create(streams),
            ConfigCommand.Create(streams),
            KeysCommand.Create(streams),
        };
        if (root.Options.OfType<HelpOption>().Single() is { Action: HelpAction action } help)
        {
            if (Console.IsOutputRedirected)
                action.MaxWidth = HelpColumns;
            help.Action = new ExamplesHelpAction(action, Examples);
        }

        return root;
    }

    private static void Report(CommandStreams streams, string message, bool keepsLines = false) =>
        streams.Error.WriteLine($"oi: {(keepsLines ? message.Trim() : OneLine(message))}");

    private static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
