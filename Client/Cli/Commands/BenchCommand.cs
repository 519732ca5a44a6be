using System.Collections.Immutable;
using System.CommandLine;
using OrleansInference.Cli.Bench;
using OrleansInference.Cli.Inputs;
using OrleansInference.Cli.Output;
using OrleansInference.Cli.Server;
using OrleansInference.Client;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi bench</c>: loads a model and measures it.</summary>
internal sealed class BenchCommand(BenchOptions options, ParseResult arguments, CommandStreams streams, ServerConnection server)
{
    private const string Examples =
        """
        Examples:
          oi bench digits
              Eight requests of random data at once, for ten seconds: the most throughput with so many.
          oi bench digits --rate 200 --duration 30s
              200 requests a second, as from callers who don't know of each other: the latency that they see.
          oi bench digits --npy batch.npy --concurrency 4 --requests 1000 --json
              An array of your own, a thousand times; the figures for programs.
          oi bench language --shape text:1,2000
              Sizes that the model leaves open.

        Ctrl-C ends the run and prints what was measured. docs/cli.md says how to read the figures.
        """;

    private const int PipedColumns = 100;

    private readonly string _model = arguments.GetRequiredValue(options.Request.Model);
    private readonly LoadPlan _plan = options.Plan(arguments);

    public static Command Create(CommandStreams streams)
    {
        var options = new BenchOptions(streams);
        var command = new ExampleCommand("bench", "Loads a model and prints throughput, errors and latencies.", Examples);
        options.AddTo(command);
        command.SetAction((arguments, cancellationToken) => options.Server.ConnectAsync(
            arguments, server => new BenchCommand(options, arguments, streams, server).RunAsync(cancellationToken)));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var request = await ProbeAsync(cancellationToken);
        var connect = Connections(request);
        var progress = new BenchProgress(streams.Console(streams.Error), _plan);
        var result = await progress.ShowAsync(watch => LoadRun.Run(_plan, connect, new SystemLoadClock(), watch, cancellationToken));
        Print(new BenchReport(_plan, result, request.Items, cancellationToken.IsCancellationRequested));
        if (cancellationToken.IsCancellationRequested)
            return ExitCodes.Interrupted;
        return result.Latency.Count > 0 ? ExitCodes.Success : throw new CommandException("No request was answered.");
    }

    // One request that must succeed: its error says more than a thousand counted ones.
    private async Task<BenchRequest> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = await CreateRequestAsync(cancellationToken);
            await request.SendAsync(cancellationToken);
            return request;
        }
        catch (InferenceException exception) when (exception.Kind == FaultKind.UnknownModel)
        {
            throw await KnownModels.ExplainAsync(server.Client, _model, exception, cancellationToken);
        }
    }

    private async Task<BenchRequest> CreateRequestAsync(CancellationToken cancellationToken)
    {
        var reader = new RequestReader(options.Request, arguments, streams.Input);
        var version = arguments.GetValue(options.Request.Version);
        if (await reader.ReadJsonAsync(cancellationToken) is { } body)
            return new BenchRequest(token => server.HttpClient.InferJsonAsync(_model, version, body, _plan.Timeout, token), 1);

        var metadata = await server.Client.GetModelAsync(_model, version, cancellationToken);
        var inputs = await reader.ReadInputsAsync(metadata, cancellationToken)
            ?? new GeneratedInput(options.Random(arguments), options.Shapes(arguments), arguments.GetValue(options.Batch)).Create(metadata);
        var request = new InferenceRequest { Model = _model, Version = version, TimeLeft = _plan.Timeout, Inputs = inputs };
        return new BenchRequest(token => server.Client.InferAsync(request, token), Items(metadata, inputs));
    }

    private Func<ILoadConnection> Connections(BenchRequest request)
    {
        if (server.LastRequest is not { } sent)
            return () => new ClientConnection(request.SendAsync);
        var target = HttpTarget.Create(sent.Url, sent.Body, sent.Headers);
        return () => new HttpConnection(target, _plan.Timeout);
    }

    private void Print(BenchReport report)
    {
        if (arguments.GetValue(options.Json))
        {
            streams.Output.WriteLine(JsonText.Of(json =>
            {
                json.WriteStartObject();
                json.WriteString("model", _model);
                json.WriteString("server", server.Settings.Address.ToString());
                report.WriteJson(json);
                json.WriteEndObject();
            }));
            return;
        }

        var console = streams.Console(streams.Output);
        streams.Output.WriteLine($"{_model} on {server.Settings.Address}");
        report.WriteText(streams.Output, console.Profile.Out.IsTerminal ? console.Profile.Width : PipedColumns);
    }

    // The first dimension is the batch where every input's is open.
    private static long Items(ModelMetadata model, ImmutableArray<InferenceTensor> inputs) =>
        model.Inputs.All(input => input.Shape is [-1, ..]) && inputs is [{ Shape: [> 1 and var items, ..] }, ..] ? items : 1;
}
