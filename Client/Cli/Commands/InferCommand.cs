using System.Collections.Immutable;
using System.CommandLine;
using OrleansInference.Cli.Inputs;
using OrleansInference.Cli.Output;
using OrleansInference.Cli.Server;
using OrleansInference.Client;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi infer</c>: one request, made from an image, a text, arrays or JSON.</summary>
internal sealed class InferCommand(InferOptions options, ParseResult arguments, CommandStreams streams, ServerConnection server)
{
    private const string Examples =
        """
        Examples:
          oi infer digits --image models/samples/seven.png
              Prints the digit in the picture and its probability.
          oi infer language --text "$(cat Silo/Program.cs)" --top 3
              Prints the three most likely programming languages of a file.
          oi infer language --text - --json < Silo/Program.cs
              The same from standard input, the answer as JSON.
          oi infer digits --npy images.npy --output-npy answers
              Sends an array of shape (N, 1, 8, 8), a batch of N; writes answers/probabilities.npy of shape (N, 10).
          oi infer language --npy text=texts.npy --npy length=lengths.npy
              Several inputs.
          oi infer digits --request models/samples/seven.json --version 1
              Sends a request as it is to version 1.

        """;

    private readonly string _model = arguments.GetRequiredValue(options.Request.Model);
    private readonly long? _version = arguments.GetValue(options.Request.Version);
    private readonly TimeSpan _timeLeft = options.Server.TimeLeft(arguments);
    private readonly RequestReader _reader = new(options.Request, arguments, streams.Input);
    private readonly ResponsePrinter _printer = new(streams.Output, arguments.GetValue(options.Json));

    public static Command Create(CommandStreams streams)
    {
        var options = new InferOptions(streams);
        var command = new ExampleCommand("infer", "Runs a model on an image, a text, arrays or a JSON request and prints what it answers.", Examples);
        options.AddTo(command);
        command.SetAction((arguments, cancellationToken) => options.Server.ConnectAsync(
            arguments, server => new InferCommand(options, arguments, streams, server).RunAsync(cancellationToken)));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _reader.ReadJsonAsync(cancellationToken) is { } body)
                await ShowAsync(await server.HttpClient.InferJsonAsync(_model, _version, body, _timeLeft, cancellationToken), cancellationToken);
            else
                await RunModelAsync(cancellationToken);
            return ExitCodes.Success;
        }
        catch (InferenceException exception) when (exception.Kind == FaultKind.UnknownModel)
        {
            throw await KnownModels.ExplainAsync(server.Client, _model, exception, cancellationToken);
        }
    }

    private async Task RunModelAsync(CancellationToken cancellationToken)
    {
        var metadata = await server.Client.GetModelAsync(_model, _version, cancellationToken);
        var request = new InferenceRequest
        {
            Model = _model,
            Version = _version,
            TimeLeft = _timeLeft,
            Inputs = (await _reader.ReadInputsAsync(metadata, cancellationToken))!.Value,
        };
        if (arguments.GetValue(options.OutputNpy) is null && ClassOutput.Find(metadata) is { } output)
            await ClassifyAsync(request, output, cancellationToken);
        else
            await ShowAsync(await server.Client.InferAsync(request, cancellationToken), cancellationToken);
    }

    private async Task ClassifyAsync(InferenceRequest request, ClassOutput output, CancellationToken cancellationToken)
    {
        var top = arguments.GetValue(options.Top) ?? 1;
        var response = await server.Client.ClassifyAsync(
            request with { RequestedOutputs = [output.Name] }, Math.Max(top, output.Classes), cancellationToken);
        if (response.Outputs is [{ DataType: TensorDataType.Bytes, Shape: [> 0 and var items, ..] } only] && only.Classifications() is { IsEmpty: false } classes)
            _printer.PrintClasses(response.Model, [.. classes.Chunk(Math.Max(1, classes.Length / (int)items))], top, output);
        else
            _printer.PrintTensors(response); // A server without the classification extension.
    }

    private async Task ShowAsync(InferenceResponse response, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(options.OutputNpy) is { } path)
            _printer.PrintFiles(response, await NpyOutput.WriteAsync(path, response.Outputs, cancellationToken));
        else
            _printer.PrintTensors(response);
    }
}
