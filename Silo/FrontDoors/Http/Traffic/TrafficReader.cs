using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors.Http.Traffic;

/// <summary>Reads changes of a model's traffic. Everything that is wrong goes to a list; what the values may be is not checked here.</summary>
internal static class TrafficReader
{
    private const string ShadowShape = "an object like {\"version\": 2, \"share\": 0.1, \"tolerance\": 0.0001}, or null";

    /// <summary>What is not named stays; null takes a setting away.</summary>
    public static TrafficChange ReadChange(JsonElement body, List<string> errors)
    {
        var change = TrafficChange.None;
        foreach (var member in body.EnumerateObject())
            change = member.Name switch
            {
                "weights" => change with { Weights = ReadWeights(member.Value, errors) },
                "sticky_key" => change with { StickyKey = ReadName(member, "the name of a request parameter", errors) },
                "affinity_key" => change with { AffinityKey = ReadName(member, "the name of a request parameter", errors) },
                "policy" => change with { Policy = ReadName(member, "the name of a policy", errors) },
                "shadow" => change with { Shadow = ReadShadow(member.Value, errors) },
                _ => Unknown(change, member.Name, "weights, sticky_key, affinity_key, policy, shadow", errors),
            };
        return change;
    }

    public static long ReadVersion(JsonElement body, List<string> errors)
    {
        long? version = null;
        foreach (var member in body.EnumerateObject())
            if (member.Name != "version")
                Unknown(0, member.Name, "version", errors);
            else if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var number))
                version = number;
            else
                errors.Add($"version: expected a whole number, got {member.Value.GetRawText()}");
        if (version is null && errors.Count == 0)
            errors.Add("expected the version to promote, as in {\"version\": 2}");
        return version ?? 0;
    }

    private static ImmutableArray<VersionWeight>? ReadWeights(JsonElement value, List<string> errors)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return [];
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"weights: expected an object like {{\"1\": 95, \"2\": 5}}, or null, got {value.GetRawText()}");
            return null;
        }
        var weights = ImmutableArray.CreateBuilder<VersionWeight>();
        foreach (var member in value.EnumerateObject())
            if (!long.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                errors.Add($"weights: expected versions as names, got '{member.Name}'");
            else if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetDouble(out var weight))
                errors.Add($"weights.{version}: expected a number, got {member.Value.GetRawText()}");
            else
                weights.Add(new VersionWeight(version, weight));
        return weights.ToImmutable();
    }

    /// <summary>Empty for null: it takes the setting away.</summary>
    private static string ReadName(JsonProperty member, string expected, List<string> errors)
    {
        if (member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            errors.Add($"{member.Name}: expected {expected}, or null, got {member.Value.GetRawText()}");
        return member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : "";
    }

    private static ShadowSpec? ReadShadow(JsonElement value, List<string> errors)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return new ShadowSpec { Version = 0, Share = 0 };
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("version", out var version)
            && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number)
            && Number(value, "share", null) is { } share && Number(value, "tolerance", ShadowSpec.DefaultTolerance) is { } tolerance
            && value.EnumerateObject().All(member => member.Name is "version" or "share" or "tolerance"))
            return new ShadowSpec { Version = number, Share = share, Tolerance = tolerance };
        errors.Add($"shadow: expected {ShadowShape}, got {value.GetRawText()}");
        return null;
    }

    private static double? Number(JsonElement parent, string name, double? otherwise) => !parent.TryGetProperty(name, out var value) ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    private static T Unknown<T>(T unchanged, string name, string known, List<string> errors)
    {
        errors.Add($"'{name}' is not known; expected {known}");
        return unchanged;
    }
}
