using System.CommandLine;
using System.Text;
using OrleansInference.Cli.Output;
using OrleansInference.Cli.Server;
using OrleansInference.Client;
using OrleansInference.Client.Wire;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi traffic</c>: how a model's requests are spread over its versions, and changes of that.</summary>
internal static class TrafficCommand
{
    private const string Examples =
        """
        Examples:
          oi traffic digits
              Shows what each version gets, and how a shadow's answers compare.
          oi traffic digits --weights 1:95,2:5 --sticky user
              Version 2 gets one request in twenty, the same users always.
          oi traffic digits --shadow 2:0.1
              A tenth of the requests goes to version 2 as well; its answers are compared and dropped.
          oi traffic digits --promote 2
              Version 2 gets every request.
          oi traffic digits --rollback
              Undoes the last change.

        """;

    public static Command Create(CommandStreams streams)
    {
        var server = new ServerOptions(streams);
        var options = new TrafficOptions();
        var json = new Option<bool>("--json") { Description = "Prints the server's JSON, for programs." };
        var command = new ExampleCommand("traffic", "Shows or changes how a model's requests are spread over its versions.", Examples);
        options.AddTo(command);
        command.Add(json);
        server.AddTo(command);
        command.SetAction((arguments, cancellationToken) => server.ConnectAsync(arguments, async connection =>
        {
            var client = connection.Client as HttpInferenceClient
                ?? throw new CommandException($"Traffic is shown and changed at the HTTP door, and {connection.Settings.Address} is a gRPC door: expected an http:// address.");
            var (action, body) = options.Request(arguments);
            var answer = await client.TrafficAsync(arguments.GetRequiredValue(options.Model), action, body, cancellationToken);
            if (arguments.GetValue(json))
                streams.Output.WriteLine(Encoding.UTF8.GetString(answer.Json.Span));
            else
                TrafficTable.Write(TrafficMessages.Read(answer), streams.Output, streams.Console(streams.Output));
            return ExitCodes.Success;
        }));
        return command;
    }
}
