using OrleansInference.Cli.Server;
using System.Collections.Immutable;
using System.CommandLine;
using OrleansInference.Cli.Output;
using OrleansInference.Client;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi models</c>: the server's model repository.</summary>
internal static class ModelsCommand
{
    private const string Examples =
        """
        Examples:
          oi models
              Lists the models of the server on this machine.
          oi models --server https://models.example:8000 --json
              Those of another one, for programs.

        """;

    private const string Ready = "READY";
    private const int CallsAtOnce = 8;

    public static Command Create(CommandStreams streams)
    {
        var server = new ServerOptions(streams);
        var json = new Option<bool>("--json") { Description = "Prints a JSON array, for programs." };
        var command = new ExampleCommand("models", "Lists the server's models with version, state, inputs, outputs and, where one is not ready, the reason.", Examples);
        command.Add(json);
        server.AddTo(command);
        command.SetAction((arguments, cancellationToken) => server.ConnectAsync(arguments, async connection =>
        {
            var listing = new ModelListing(await DescribeAsync(connection.Client, cancellationToken));
            if (arguments.GetValue(json))
                listing.WriteJson(streams.Output);
            else
                listing.WriteTable(streams.Output, streams.Console(streams.Output));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static async Task<ImmutableArray<ListedModel>> DescribeAsync(IInferenceClient client, CancellationToken cancellationToken)
    {
        var entries = await client.ListModelsAsync(cancellationToken);
        var models = new ListedModel[entries.Length];
        await Parallel.ForEachAsync(
            entries.Index(), new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken },
            async (entry, token) => models[entry.Index] = new ListedModel(entry.Item, await MetadataAsync(client, entry.Item, token)));
        return [.. models];
    }

    // A model that is not ready has none to tell; one that was unloaded since it was listed, neither.
    private static async Task<ModelMetadata?> MetadataAsync(IInferenceClient client, ModelIndexEntry entry, CancellationToken cancellationToken)
    {
        if (entry.State is not (Ready or ""))
            return null;
        try
        {
            return await client.GetModelAsync(entry.Name, long.TryParse(entry.Version, out var version) ? version : null, cancellationToken);
        }
        catch (InferenceException exception) when (exception.Kind is not null && !exception.IsUnreachable)
        {
            return null;
        }
    }
}
