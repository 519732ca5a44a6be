using System.Text.Json;
using OrleansInference.Autoscaling;

namespace OrleansInference.FrontDoors.Http.Scaling;

/// <summary>Writes the autoscaler's status in JSON.</summary>
internal static class AutoscalerWriter
{
    public static void Write(Utf8JsonWriter json, AutoscalerStatus status) => Write(json, status, []);

    /// <param name="wantedNow">Of each version what is wanted now, where the rest of it is a what-if; else empty.</param>
    public static void Write(Utf8JsonWriter json, AutoscalerStatus status, int[] wantedNow)
    {
        json.WriteStartObject();
        json.WriteString("at"u8, status.At.UtcDateTime);
        json.WriteBoolean("paused"u8, status.IsPaused);
        json.WriteString("unsaved"u8, status.Unsaved);
        WriteHosts(json, status.Hosts);
        json.WriteNumber("cost_per_hour"u8, status.CostPerHour);
        WriteNumber(json, "max_cost_per_hour", status.MaxCostPerHour);
        json.WriteStartArray("versions"u8);
        for (var i = 0; i < status.Versions.Length; i++)
            VersionScalingWriter.Write(json, status.Versions[i], wantedNow.Length > 0 ? wantedNow[i] : null);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>JSON has no number for 'no data': null.</summary>
    public static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void WriteHosts(Utf8JsonWriter json, HostScaling hosts)
    {
        json.WriteStartObject("hosts"u8);
        json.WriteString("orchestrator"u8, hosts.Orchestrator);
        json.WriteNumber("silos"u8, hosts.Silos);
        json.WriteNumber("wanted"u8, hosts.Wanted);
        json.WriteStartArray("reasons"u8);
        foreach (var reason in hosts.Reasons)
            json.WriteStringValue(reason);
        json.WriteEndArray();
        json.WriteString("problem"u8, hosts.Problem);
        json.WriteEndObject();
    }
}
