using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using OrleansInference.Cli.Images;
using OrleansInference.Cli.Inputs;
using OrleansInference.Cli.Output;
using OrleansInference.Client;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Cli.Commands;

/// <summary><c>oi infer</c>: one request, made from an image, a text or JSON.</summary>
internal sealed class InferCommand(InferOptions options, ParseResult arguments, CommandStreams streams)
{
    private readonly string _model = arguments.GetRequiredValue(options.Model);
    private readonly long? _version = arguments.GetValue(options.Version);
    private readonly TimeSpan _timeLeft = options.Server.TimeLeft(arguments);
    private readonly ResponsePrinter _printer = new(streams.Output, arguments.GetValue(options.Output) == InferOptions.JsonOutput);

    public static Command Create(CommandStreams streams)
    {
        var options = new InferOptions();
        var command = new Command("infer", "Runs a model on an image, a text or a JSON request and prints what it answers.");
        options.AddTo(command);
        command.SetAction((arguments, cancellationToken) => options.Server.WithClientAsync(
            arguments, client => new InferCommand(options, arguments, streams).RunAsync(client, cancellationToken)));
        return command;
    }

    private async Task RunAsync(HttpInferenceClient client, CancellationToken cancellationToken)
    {
        try
        {
            if (arguments.GetValue(options.Json) is { } path)
                await RunJsonAsync(client, await InputFile.ReadAsync(path, streams.Input, cancellationToken), cancellationToken);
            else
                await RunModelAsync(client, cancellationToken);
        }
        catch (InferenceException exception) when (exception.Kind == FaultKind.UnknownModel)
        {
            throw new CommandException($"{exception.Message.TrimEnd('.')}. {Known(await client.ListModelsAsync(cancellationToken))}", exception);
        }
    }

    private string Known(ImmutableArray<ModelIndexEntry> models)
    {
        var versions = models.Where(model => model.Name == _model).Select(model => model.Version).ToList();
        if (versions.Count > 0)
            return $"The server has version {string.Join(", ", versions)}.";
        return models.IsEmpty ? "The server has no models." : $"The server has: {string.Join(", ", models.Select(model => model.Name).Distinct(StringComparer.Ordinal))}.";
    }

    private async Task RunJsonAsync(HttpInferenceClient client, byte[] body, CancellationToken cancellationToken) =>
        _printer.PrintTensors(await client.InferJsonAsync(_model, _version, body, _timeLeft, cancellationToken));

    private async Task RunModelAsync(HttpInferenceClient client, CancellationToken cancellationToken)
    {
        var metadata = await client.GetModelAsync(_model, _version, cancellationToken);
        var request = new InferenceRequest
        {
            Model = _model,
            Version = _version,
            TimeLeft = _timeLeft,
            Inputs = arguments.GetValue(options.Image) is { } path
                ? ImageInput.Create(await ReadImageAsync(path, cancellationToken), metadata)
                : TextInput.Create(await ReadTextAsync(cancellationToken), metadata),
        };

        if (ClassOutput.Find(metadata) is not { } output)
        {
            _printer.PrintTensors(await client.InferAsync(request, cancellationToken));
            return;
        }

        var top = arguments.GetValue(options.Top) ?? 1;
        var response = await client.ClassifyAsync(
            request with { RequestedOutputs = [output.Name] }, Math.Max(top, output.Classes), cancellationToken);
        if (response.Outputs is [{ DataType: TensorDataType.Bytes } only] && only.Classifications() is { IsEmpty: false } classes)
            _printer.PrintClasses(response.Model, [.. classes.Take(top)], output.AreProbabilities(classes));
        else
            _printer.PrintTensors(response); // A server without the classification extension.
    }

    private async Task<Image> ReadImageAsync(string path, CancellationToken cancellationToken)
    {
        var file = await InputFile.ReadAsync(path, streams.Input, cancellationToken);
        try
        {
            return PngDecoder.Decode(file);
        }
        catch (InvalidDataException exception)
        {
            throw new CommandException($"Can't use '{path}' as an image: {exception.Message}. Expected a PNG.", exception);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadTextAsync(CancellationToken cancellationToken)
    {
        var text = arguments.GetRequiredValue(options.Text);
        return text == "-" ? await InputFile.ReadAsync(text, streams.Input, cancellationToken) : Encoding.UTF8.GetBytes(text);
    }
}
