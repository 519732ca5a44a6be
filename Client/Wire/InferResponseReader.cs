using System.Collections.Immutable;
using System.Text.Json;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Client.Wire;

/// <summary>Reads an inference response; each output's data stands in the JSON or in the raw bytes, in order.</summary>
internal static class InferResponseReader
{
    public static InferenceResponse Read(Answer answer)
    {
        using var document = ProtocolJson.Parse(answer.Json);
        var root = document.RootElement;
        var raw = answer.Raw;
        var outputs = ImmutableArray.CreateBuilder<InferenceTensor>();
        foreach (var output in root.Array("outputs"))
            outputs.Add(ReadOutput(output, ref raw));
        if (raw.Length > 0)
            throw ProtocolJson.Violation($"{raw.Length} raw bytes follow that no output claims");

        return new InferenceResponse { Model = OutputTensor.ModelOf(root.OptionalText("model_name"), root.OptionalText("model_version")), Outputs = outputs.DrainToImmutable() };
    }

    private static InferenceTensor ReadOutput(JsonElement output, ref ReadOnlyMemory<byte> raw)
    {
        var name = output.Text("name");
        var type = OutputTensor.TypeOf(name, output.Text("datatype"));

        ReadOnlyMemory<byte> data;
        if (output.TryGetProperty("parameters", out var parameters) && parameters.TryGetProperty("binary_data_size", out var size))
        {
            if (!size.TryGetInt32(out var count) || count < 0 || count > raw.Length)
                throw ProtocolJson.Violation($"output '{name}' claims {size} of the {raw.Length} raw bytes that are left");
            (data, raw) = (raw[..count], raw[count..]);
        }
        else
        {
            data = JsonTensorReader.Read(name, type, output.Array("data"));
        }

        return OutputTensor.Create(name, type, output.Shape("shape"), data);
    }
}
