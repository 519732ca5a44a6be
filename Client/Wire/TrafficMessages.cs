using System.Collections.Immutable;
using System.Text.Json;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Client.Wire;

/// <summary>A model's traffic in the JSON of the HTTP door.</summary>
internal static class TrafficMessages
{
    public static byte[] Write(TrafficChange change) => Write(json =>
    {
        if (change.Weights is { } weights)
        {
            json.WriteStartObject("weights");
            foreach (var (version, weight) in weights)
                json.WriteNumber(version.ToString(), weight);
            json.WriteEndObject();
        }

        WriteName(json, "sticky_key", change.StickyKey);
        WriteName(json, "affinity_key", change.AffinityKey);
        WriteName(json, "policy", change.Policy);
        if (change.Shadow is not { } shadow)
            return;
        if (shadow.Share == 0)
        {
            json.WriteNull("shadow");
            return;
        }

        json.WriteStartObject("shadow");
        json.WriteNumber("version", shadow.Version);
        json.WriteNumber("share", shadow.Share);
        json.WriteNumber("tolerance", shadow.Tolerance);
        json.WriteEndObject();
    });

    public static byte[] WriteVersion(long version) => Write(json => json.WriteNumber("version", version));

    public static TrafficStatus Read(Answer answer)
    {
        using var document = ProtocolJson.Parse(answer.Json);
        var root = document.RootElement;
        var model = root.Text("model");
        var spec = ReadSpec(root);
        return new TrafficStatus
        {
            Model = model,
            Spec = spec,
            Before = root.TryGetProperty("before", out var before) && before.ValueKind == JsonValueKind.Object ? ReadSpec(before) : null,
            ChangedAt = DateTimeOffset.TryParse(root.OptionalText("changed_at"), out var changedAt) ? changedAt : null,
            Unsaved = NameOf(root, "unsaved"),
            Versions = [.. root.Array("versions").Select(ReadVersion)],
            Shadow = spec.Shadow is { } shadow && root.TryGetProperty("shadow_results", out var results) && results.ValueKind == JsonValueKind.Object
                ? ReadResults(new ModelVersion(model, shadow.Version), results)
                : null,
        };
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteName(Utf8JsonWriter json, string name, string? value)
    {
        if (value is { Length: > 0 })
            json.WriteString(name, value);
        else if (value is not null)
            json.WriteNull(name);
    }

    private static TrafficSpec ReadSpec(JsonElement spec) => new()
    {
        Weights = spec.TryGetProperty("weights", out var weights) && weights.ValueKind == JsonValueKind.Object
            ? [.. weights.EnumerateObject().Select(weight => new VersionWeight(
                long.TryParse(weight.Name, out var version) ? version : throw ProtocolJson.Violation($"the version '{weight.Name}' is no number"), weight.Value.GetDouble()))]
            : [],
        StickyKey = NameOf(spec, "sticky_key"),
        AffinityKey = NameOf(spec, "affinity_key"),
        Policy = NameOf(spec, "policy"),
        Shadow = spec.TryGetProperty("shadow", out var shadow) && shadow.ValueKind == JsonValueKind.Object
            ? new ShadowSpec { Version = (long)Number(shadow, "version"), Share = Number(shadow, "share"), Tolerance = Number(shadow, "tolerance") }
            : null,
    };

    private static VersionTraffic ReadVersion(JsonElement version) => new()
    {
        Version = (long)Number(version, "version"),
        State = version.OptionalText("state") switch
        {
            "READY" => PoolState.Ready, "LOADING" => PoolState.Loading, "UNLOADING" => PoolState.Draining, _ => PoolState.Gone,
        },
        ReadyReplicas = (int)Number(version, "ready_replicas"),
        Weight = version.TryGetProperty("weight", out var weight) && weight.ValueKind == JsonValueKind.Number ? weight.GetDouble() : null,
        Share = Number(version, "share"),
    };

    private static ShadowStatistics ReadResults(ModelVersion id, JsonElement results) => new()
    {
        Id = id,
        Agreeing = (long)Number(results, "agreeing"),
        Differing = (long)Number(results, "differing"),
        Failed = (long)Number(results, "failed"),
        Dropped = (long)Number(results, "dropped"),
        MaxAbsoluteDifference = Number(results, "max_absolute_difference"),
        MaxRelativeDifference = Number(results, "max_relative_difference"),
        LastProblem = NameOf(results, "last_problem"),
    };

    private static string? NameOf(JsonElement parent, string name) => parent.OptionalText(name) is { Length: > 0 } text ? text : null;

    private static double Number(JsonElement parent, string name) => !parent.TryGetProperty(name, out var value) ? throw ProtocolJson.Violation($"no number '{name}'")
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : value.ValueKind == JsonValueKind.String && value.ValueEquals("Infinity") ? double.PositiveInfinity
        : throw ProtocolJson.Violation($"'{name}' is no number");
}
