using System.CommandLine;
using OrleansInference.Cli.Server;
using OrleansInference.Client;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi load</c> and <c>oi unload</c>: what the server serves, while it serves.</summary>
internal static class LoadCommand
{
    private const string LoadExamples =
        """
        Examples:
          oi load digits
              Loads the model, or loads it again where its files have changed; waits until it is ready.
          oi load llm --timeout 10m
              Waits longer.

        """;

    private const string UnloadExamples =
        """
        Examples:
          oi unload digits
              Finishes the requests that the model has been given, and takes it out of service.

        """;

    // A large program is read from a slow disk and warmed up within it.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    public static Command CreateLoad(CommandStreams streams) => Create(
        "load", "Loads a model of the repository, or loads it again, and waits until it is ready.", LoadExamples, streams, LoadAsync);

    public static Command CreateUnload(CommandStreams streams) => Create(
        "unload", "Takes a model out of service. It stays in the repository.", UnloadExamples, streams, UnloadAsync);

    private static ExampleCommand Create(
        string name, string description, string examples, CommandStreams streams, Func<IInferenceClient, string, TextWriter, CancellationToken, Task> run)
    {
        var server = new ServerOptions(streams, Timeout);
        var model = new Argument<string>("model") { Description = "The model's name: that of its folder in the repository." };
        var command = new ExampleCommand(name, description, examples);
        command.Add(model);
        server.AddTo(command);
        command.SetAction((arguments, cancellationToken) => server.ConnectAsync(arguments, async connection =>
        {
            try
            {
                await run(connection.Client, arguments.GetRequiredValue(model), streams.Output, cancellationToken);
                return ExitCodes.Success;
            }
            catch (InferenceException exception) when (!exception.IsUnreachable)
            {
                // The program's own report, often of many lines.
                throw new CommandException(exception.Message, exception) { KeepsLines = true };
            }
        }));
        return command;
    }

    private static async Task LoadAsync(IInferenceClient client, string model, TextWriter output, CancellationToken cancellationToken)
    {
        await client.LoadModelAsync(model, cancellationToken);
        foreach (var entry in await client.ListModelsAsync(cancellationToken))
            if (entry.Name == model)
                output.WriteLine($"{model}/{entry.Version} {entry.State}{(entry.Reason.Length > 0 ? $": {entry.Reason}" : "")}");
    }

    private static async Task UnloadAsync(IInferenceClient client, string model, TextWriter output, CancellationToken cancellationToken)
    {
        await client.UnloadModelAsync(model, cancellationToken);
        output.WriteLine($"{model} unloaded");
    }
}
