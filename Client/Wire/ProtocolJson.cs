using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansInference.Client.Wire;

/// <summary>JSON as the protocol has it: what is missing or of another type is an <see cref="InferenceException"/> that says so.</summary>
internal static class ProtocolJson
{
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                ? document
                : throw Violation("it is neither an object nor an array");
        }
        catch (JsonException exception)
        {
            throw Violation(exception.Message);
        }
    }

    public static InferenceException Violation(string what) => OutputTensor.Violation(what);

    public static string Text(this JsonElement parent, string name) =>
        Find(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Violation($"no text '{name}'");

    public static string OptionalText(this JsonElement parent, string name) =>
        Find(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public static JsonElement.ArrayEnumerator Array(this JsonElement parent, string name) =>
        Find(parent, name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : throw Violation($"no array '{name}'");

    public static ImmutableArray<long> Shape(this JsonElement parent, string name) =>
        [.. parent.Array(name).Select(dimension => dimension.TryGetInt64(out var size) ? size : throw Violation($"'{name}' has the element {dimension}"))];

    private static JsonElement? Find(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : null;
}
