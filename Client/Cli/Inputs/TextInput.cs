using System.Collections.Immutable;
using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Inputs;

/// <summary>
/// Fits a text to a model: the UINT8 input [batch, length] gets its UTF-8 bytes; a further integer input of shape
/// [batch, 1], where there is one, gets their number.
/// </summary>
internal static class TextInput
{
    public static ImmutableArray<InferenceTensor> Create(ReadOnlyMemory<byte> text, ModelMetadata model)
    {
        var candidates = model.Inputs.Where(IsText).ToList();
        if (candidates is not [var input])
            throw new CommandException(
                $"Model '{model.Name}' has {(candidates.Count == 0 ? "no" : "more than one")} input for a text (UINT8 [batch,length] with a dynamic length); {ModelInputs.Describe(model)}");

        var tensor = InferenceTensor.Of(input.Name, [1, text.Length], text);
        return [tensor, .. model.Inputs.Where(IsLength).Take(1).Select(length => LengthOf(length, text.Length))];
    }

    private static bool IsText(TensorSpec input) => input is { DataType: TensorDataType.UInt8, Shape: [-1 or 1, -1] };

    private static bool IsLength(TensorSpec input) =>
        input is { DataType: TensorDataType.Int32 or TensorDataType.Int64, Shape: [-1 or 1, 1] };

    private static InferenceTensor LengthOf(TensorSpec input, int length) => input.DataType == TensorDataType.Int32
        ? InferenceTensor.Of<int>(input.Name, [1, 1], new[] { length })
        : InferenceTensor.Of<long>(input.Name, [1, 1], new[] { (long)length });
}
