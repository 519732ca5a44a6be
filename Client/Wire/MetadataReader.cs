using System.Collections.Immutable;
using System.Text.Json;
using OrleansInference.Models;

namespace OrleansInference.Client.Wire;

/// <summary>Reads model metadata and the repository index.</summary>
internal static class MetadataReader
{
    public static ModelMetadata ReadModel(Answer answer)
    {
        using var document = ProtocolJson.Parse(answer.Json);
        var root = document.RootElement;
        return new ModelMetadata
        {
            Name = root.Text("name"),
            Versions = root.TryGetProperty("versions", out _) ? [.. root.Array("versions").Select(version => version.ToString())] : [],
            Platform = root.OptionalText("platform"),
            Inputs = [.. root.Array("inputs").Select(ReadSpec)],
            Outputs = [.. root.Array("outputs").Select(ReadSpec)],
        };
    }

    public static ImmutableArray<ModelIndexEntry> ReadIndex(Answer answer)
    {
        using var document = ProtocolJson.Parse(answer.Json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw ProtocolJson.Violation("the repository index is no array");
        return
        [
            .. document.RootElement.EnumerateArray().Select(entry => new ModelIndexEntry(
                entry.Text("name"), entry.OptionalText("version"), entry.OptionalText("state"), entry.OptionalText("reason"))),
        ];
    }

    private static TensorSpec ReadSpec(JsonElement element)
    {
        // A type that this client does not know is Unknown: it can still list the model.
        var known = TensorDataTypeExtensions.TryParseProtocolName(element.OptionalText("datatype"), out var type);
        return new TensorSpec
        {
            Name = element.Text("name"),
            DataType = known ? type : TensorDataType.Unknown,
            Shape = element.Shape("shape"),
        };
    }
}
