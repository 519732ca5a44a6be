using OrleansInference.Client;
using OrleansInference.Models;

namespace OrleansInference.Cli.Inputs;

/// <summary>A model's inputs in words, for messages.</summary>
internal static class ModelInputs
{
    public static string Describe(ModelMetadata model) =>
        $"its inputs are {string.Join(", ", model.Inputs.Select(input => $"'{input.Name}' {input.DataType.ToProtocolName()} [{string.Join(',', input.Shape)}]"))}.";
}
