using System.Collections.Immutable;
using OrleansInference.Client;
using OrleansInference.Client.Embeddings;
using OrleansInference.Models;

namespace OrleansInference.Cli.Inputs;

/// <summary>Fits one text to a model (<see cref="TextTensors"/>).</summary>
internal static class TextInput
{
    public static ImmutableArray<InferenceTensor> Create(ReadOnlyMemory<byte> text, ModelMetadata model)
    {
        try
        {
            return TextTensors.Create(model, [text]);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"{exception.Message.Split(" (Parameter")[0]}; {ModelInputs.Describe(model)}", exception);
        }
    }
}
