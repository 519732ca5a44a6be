using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OrleansInference.FrontDoors.Http.OpenApi;

/// <summary>As much of JSON Schema 2020-12 as the document uses; a keyword that it does not know is a failure, not a pass.</summary>
internal sealed class JsonSchema(JsonNode document)
{
    /// <summary>What of <paramref name="value"/> does not fit, each with its place.</summary>
    public IEnumerable<string> Violations(JsonNode? value, JsonNode schema, string place = "$") =>
        from keyword in schema.AsObject()
        from violation in Check(value, keyword.Key, keyword.Value!, schema, place)
        select violation;

    public JsonNode Resolve(JsonNode node) =>
        node["$ref"] is not { } reference ? node : ((string)reference!).Split('/')[1..].Aggregate(document, (at, step) => at[step]!);

    private IEnumerable<string> Check(JsonNode? value, string keyword, JsonNode operand, JsonNode schema, string place) => keyword switch
    {
        "description" or "title" or "example" => [],
        "$ref" => Violations(value, Resolve(schema), place),
        "type" => Types(operand).Any(type => Is(value, type)) ? [] : [$"{place}: expected {operand.ToJsonString()}, got {value?.ToJsonString()}"],
        "const" => JsonNode.DeepEquals(value, operand) ? [] : [$"{place}: expected {operand.ToJsonString()}, got {value?.ToJsonString()}"],
        "enum" => operand.AsArray().Any(one => JsonNode.DeepEquals(value, one)) ? [] : [$"{place}: expected one of {operand.ToJsonString()}, got {value?.ToJsonString()}"],
        "minimum" => value is JsonValue && Is(value, "number") && (double)value < (double)operand ? [$"{place}: under {operand}"] : [],
        "maximum" => value is JsonValue && Is(value, "number") && (double)value > (double)operand ? [$"{place}: over {operand}"] : [],
        "maxItems" => value is JsonArray array && array.Count > (int)operand ? [$"{place}: more than {operand} items"] : [],
        "pattern" => Is(value, "string") && !Regex.IsMatch((string)value!, (string)operand!) ? [$"{place}: not like {operand}"] : [],
        "required" => value is JsonObject o ? operand.AsArray().Where(name => !o.ContainsKey((string)name!)).Select(name => $"{place}: no {name}") : [],
        "items" => value is JsonArray items ? items.SelectMany((item, index) => Violations(item, operand, $"{place}[{index}]")) : [],
        "properties" => value is JsonObject o
            ? operand.AsObject().Where(property => o.ContainsKey(property.Key)).SelectMany(property => Violations(o[property.Key], property.Value!, $"{place}.{property.Key}"))
            : [],
        "additionalProperties" => value is JsonObject o
            ? o.Where(property => schema["properties"]?[property.Key] is null).SelectMany(property => operand.GetValueKind() switch
            {
                JsonValueKind.False => [$"{place}: unexpected {property.Key}"],
                JsonValueKind.True => [],
                _ => Violations(property.Value, operand, $"{place}.{property.Key}"),
            })
            : [],
        "anyOf" => operand.AsArray().Any(one => !Violations(value, one!, place).Any()) ? [] : [$"{place}: none of anyOf"],
        "oneOf" => operand.AsArray().Count(one => !Violations(value, one!, place).Any()) == 1 ? [] : [$"{place}: not exactly one of oneOf"],
        _ => throw new NotSupportedException($"The keyword '{keyword}' is not known to this checker."),
    };

    private static IEnumerable<string> Types(JsonNode operand) => operand is JsonArray several ? several.Select(type => (string)type!) : [(string)operand!];

    private static bool Is(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "null" => value is null,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out _),
        _ => throw new NotSupportedException($"The type '{type}' is not known to this checker."),
    };
}
