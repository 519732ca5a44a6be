using System.CommandLine;
using OrleansInference.Client;
using Spectre.Console;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi models</c>: the server's model repository.</summary>
internal static class ModelsCommand
{
    // Wide enough that a table which goes to a file or another program is not wrapped.
    private const int PipedColumns = 1000;

    public static Command Create(CommandStreams streams)
    {
        var server = new ServerOptions();
        var command = new Command("models", "Lists the server's models with version, state and, where one is not ready, the reason.");
        server.AddTo(command);
        command.SetAction((arguments, cancellationToken) => server.WithClientAsync(
            arguments, async client => Print(await client.ListModelsAsync(cancellationToken), streams.Output)));
        return command;
    }

    private static void Print(IReadOnlyCollection<ModelIndexEntry> models, TextWriter output)
    {
        if (models.Count == 0)
        {
            output.WriteLine("The server's repository holds no models.");
            return;
        }

        var target = new AnsiConsoleOutput(output);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = target, Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!target.IsTerminal)
            console.Profile.Width = PipedColumns;
        var table = new Table().Border(TableBorder.None);
        table.AddColumns("MODEL", "VERSION", "STATE", "REASON");
        foreach (var model in models)
            table.AddRow(new Text(model.Name), new Text(model.Version), new Text(model.State, StyleOf(model.State)), new Text(model.Reason));
        console.Write(table);
    }

    private static Style StyleOf(string state) => state switch
    {
        "READY" => new Style(Color.Green),
        "UNAVAILABLE" => new Style(Color.Red),
        _ => Style.Plain,
    };
}
