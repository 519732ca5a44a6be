using System.Text.Json;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors.Http.Traffic;

/// <summary>Writes a model's traffic in JSON.</summary>
internal static class TrafficWriter
{
    public static void Write(Utf8JsonWriter json, TrafficStatus status)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, status.Model);
        WriteSpec(json, status.Spec);
        if (status.ChangedAt is { } changedAt)
            json.WriteString("changed_at"u8, changedAt.UtcDateTime);
        else
            json.WriteNull("changed_at"u8);
        json.WriteString("unsaved"u8, status.Unsaved);
        json.WritePropertyName("before"u8);
        if (status.Before is { } before)
        {
            json.WriteStartObject();
            WriteSpec(json, before);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }
        json.WriteStartArray("versions"u8);
        foreach (var version in status.Versions)
            WriteVersion(json, version);
        json.WriteEndArray();
        json.WritePropertyName("shadow_results"u8);
        if (status.Shadow is { } shadow)
            WriteResults(json, shadow);
        else
            json.WriteNullValue();
        json.WriteEndObject();
    }

    private static void WriteSpec(Utf8JsonWriter json, TrafficSpec spec)
    {
        json.WriteStartObject("weights"u8);
        foreach (var (version, weight) in spec.Weights)
            json.WriteNumber(version.ToString(), weight);
        json.WriteEndObject();
        json.WriteString("sticky_key"u8, spec.StickyKey);
        json.WriteString("affinity_key"u8, spec.AffinityKey);
        json.WriteString("policy"u8, spec.Policy);
        json.WritePropertyName("shadow"u8);
        if (spec.Shadow is not { } shadow)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteNumber("version"u8, shadow.Version);
        json.WriteNumber("share"u8, shadow.Share);
        json.WriteNumber("tolerance"u8, shadow.Tolerance);
        json.WriteEndObject();
    }

    private static void WriteVersion(Utf8JsonWriter json, VersionTraffic version)
    {
        json.WriteStartObject();
        json.WriteNumber("version"u8, version.Version);
        json.WriteString("state"u8, RepositoryState.NameOf(version.State));
        json.WriteNumber("ready_replicas"u8, version.ReadyReplicas);
        if (version.Weight is { } weight)
            json.WriteNumber("weight"u8, weight);
        else
            json.WriteNull("weight"u8);
        json.WriteNumber("share"u8, version.Share);
        json.WriteEndObject();
    }

    private static void WriteResults(Utf8JsonWriter json, ShadowStatistics shadow)
    {
        json.WriteStartObject();
        json.WriteNumber("agreeing"u8, shadow.Agreeing);
        json.WriteNumber("differing"u8, shadow.Differing);
        json.WriteNumber("failed"u8, shadow.Failed);
        json.WriteNumber("dropped"u8, shadow.Dropped);
        WriteFinite(json, "max_absolute_difference", shadow.MaxAbsoluteDifference);
        WriteFinite(json, "max_relative_difference", shadow.MaxRelativeDifference);
        json.WriteNumber("p50_ns"u8, shadow.Durations.Percentile(0.5));
        json.WriteNumber("p99_ns"u8, shadow.Durations.Percentile(0.99));
        json.WriteString("last_problem"u8, shadow.LastProblem);
        json.WriteEndObject();
    }

    /// <summary>JSON has no number for infinity: a text, as in outputs.</summary>
    private static void WriteFinite(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, "Infinity");
    }
}
