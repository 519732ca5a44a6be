using OrleansInference.Cli.Npy;
using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Inputs;

/// <summary>Fits a NumPy array to a model's input.</summary>
internal static class NpyInput
{
    /// <summary>
    /// Reads <c>[input=]file</c>. Without a name, the input is the one that the file is named after, else the only one. A name that
    /// no input has is part of the path where there is such a file.
    /// </summary>
    public static (TensorSpec Input, string Path) Find(string value, ModelMetadata model)
    {
        if (value.Split('=', 2) is [var name, var path])
        {
            if (ByName(name) is { } named)
                return (named, path);
            if (!File.Exists(value))
                throw new CommandException($"Model '{model.Name}' has no input '{name}'; {ModelInputs.Describe(model)}");
        }

        if (ByName(Path.GetFileNameWithoutExtension(value)) is { } homonym)
            return (homonym, value);
        return model.Inputs is [var only]
            ? (only, value)
            : throw new CommandException($"Model '{model.Name}' has {model.Inputs.Length} inputs: say which of them '{value}' is for, as in --npy {(model.Inputs.IsEmpty ? "input" : model.Inputs[0].Name)}={value}; {ModelInputs.Describe(model)}");

        TensorSpec? ByName(string name) => model.Inputs.FirstOrDefault(input => input.Name == name);
    }

    /// <exception cref="CommandException">The array's type is not the input's. It is not converted: that would lose something unasked.</exception>
    public static InferenceTensor Create(TensorSpec input, string path, NpyArray array)
    {
        var isBrainFloat = input.DataType == TensorDataType.Bf16 && array.DataType == TensorDataType.Fp32;
        if (!isBrainFloat && input.DataType != TensorDataType.Unknown && input.DataType != array.DataType)
            throw new CommandException(
                $"Input '{input.Name}' takes {input.DataType.ToProtocolName()}, and '{path}' holds {array.DataType.ToProtocolName()}; {Remedy(input.DataType)}");
        return new InferenceTensor
        {
            Name = input.Name,
            DataType = isBrainFloat ? TensorDataType.Bf16 : array.DataType,
            Shape = array.Shape,
            Data = isBrainFloat ? BrainFloat.Narrow(array.Data.Span) : array.Data,
        };
    }

    private static string Remedy(TensorDataType type) => type switch
    {
        TensorDataType.Bytes => "save an array of texts or bytes.",
        TensorDataType.Bf16 => "save it as float32, which is rounded to BF16.",
        _ => $"save it with .astype('{NpyType.NameOf(type)}').",
    };
}
