using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using OrleansInference.Cli.Commands;
using OrleansInference.Cli.Images;
using OrleansInference.Cli.Npy;
using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Inputs;

/// <summary>Reads what a command line says is to be sent.</summary>
internal sealed class RequestReader(RequestOptions options, ParseResult arguments, Stream standardInput)
{
    /// <summary>A request that is written in JSON already; null where another input is given.</summary>
    public async Task<byte[]?> ReadJsonAsync(CancellationToken cancellationToken) =>
        arguments.GetValue(options.Request) is { } path ? await InputFile.ReadAsync(path, standardInput, cancellationToken) : null;

    /// <summary>The image, text or arrays as the model's inputs; null where none is given.</summary>
    public async Task<ImmutableArray<InferenceTensor>?> ReadInputsAsync(ModelMetadata model, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(options.Image) is { } image)
            return ImageInput.Create(await ReadAsync(image, "an image", "Expected a PNG.", static file => PngDecoder.Decode(file), cancellationToken), model);
        if (arguments.GetValue(options.Text) is { } text)
            return TextInput.Create(text == "-" ? await InputFile.ReadAsync(text, standardInput, cancellationToken) : Encoding.UTF8.GetBytes(text), model);
        if (arguments.GetValue(options.Npy) is not { Length: > 0 } values)
            return null;

        var inputs = ImmutableArray.CreateBuilder<InferenceTensor>();
        foreach (var value in values)
        {
            var (input, path) = NpyInput.Find(value, model);
            if (inputs.Any(other => other.Name == input.Name))
                throw new CommandException($"Input '{input.Name}' is given twice.");
            var array = await ReadAsync(path, "an array", "Expected a file of numpy.save.", NpyReader.Read, cancellationToken);
            inputs.Add(NpyInput.Create(input, path, array));
        }

        return inputs.ToImmutable();
    }

    private async Task<T> ReadAsync<T>(string path, string what, string expected, Func<byte[], T> parse, CancellationToken cancellationToken)
    {
        var file = await InputFile.ReadAsync(path, standardInput, cancellationToken);
        try
        {
            return parse(file);
        }
        catch (InvalidDataException exception)
        {
            throw new CommandException($"Can't use '{path}' as {what}: {exception.Message}. {expected}", exception);
        }
    }
}
