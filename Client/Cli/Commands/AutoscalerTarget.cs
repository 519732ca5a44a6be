using System.CommandLine;
using System.Text;
using OrleansInference.Client;
using OrleansInference.Client.Wire;
using Spectre.Console.Rendering;

namespace OrleansInference.Cli.Commands;

/// <summary>What every command about the autoscaler has: which model it is about, how it prints, and the server.</summary>
internal sealed class AutoscalerTarget
{
    private readonly CommandStreams _streams;
    private readonly ServerOptions _server;
    private readonly Option<bool> _json = new("--json") { Description = "Prints the server's JSON, for programs." };
    private readonly Option<long?> _version = new Option<long?>("--version") { Description = "One version of the model; without it, each.", HelpName = "version" }.AtLeast(1);

    public AutoscalerTarget(CommandStreams streams, bool isModelRequired)
    {
        (_streams, _server) = (streams, new ServerOptions(streams));
        Model = new Argument<string?>("model")
        {
            Description = isModelRequired ? "The model's name." : "The model's name; without it, all.",
            Arity = isModelRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        };
    }

    public Argument<string?> Model { get; }

    public void AddTo(Command command)
    {
        command.Add(Model);
        command.Add(_version);
        command.Add(_json);
        _server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_version) is not null && result.GetValue(Model) is null)
                result.AddError("--version: expected a model with it.");
        });
    }

    public string PathOf(ParseResult arguments) => HttpInferenceClient.AutoscalerPath(arguments.GetValue(Model), arguments.GetValue(_version));

    /// <exception cref="CommandException">The address is that of a gRPC door.</exception>
    public Task<int> ConnectAsync(ParseResult arguments, Func<HttpInferenceClient, Task> run) => _server.ConnectAsync(arguments, async connection =>
    {
        await run(connection.Client as HttpInferenceClient ?? throw new CommandException(
            $"The autoscaler is shown and steered at the HTTP door, and {connection.Settings.Address} is a gRPC door: expected an http:// address."));
        return ExitCodes.Success;
    });

    public bool IsJson(ParseResult arguments) => arguments.GetValue(_json);

    /// <summary>Prints the answer as <paramref name="view"/> has it, or as it came.</summary>
    public void Print(ParseResult arguments, Answer answer, Func<AutoscalerAnswer, IRenderable> view)
    {
        if (IsJson(arguments))
            _streams.Output.WriteLine(Encoding.UTF8.GetString(answer.Json.Span));
        else
            _streams.Console(_streams.Output).Write(view(AutoscalerMessages.Read(answer)));
    }
}
