using System.Text.Json;
using OrleansInference.Autoscaling;

namespace OrleansInference.FrontDoors.Http.Scaling;

/// <summary>Writes how one version is scaled in JSON. Keys of numbers with a unit end with it; null is 'no data' or 'none'.</summary>
internal static class VersionScalingWriter
{
    /// <param name="wantedNow">Where the rest is a what-if; else null.</param>
    public static void Write(Utf8JsonWriter json, VersionScaling version, int? wantedNow)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, version.Model.Model);
        json.WriteNumber("version"u8, version.Model.Version);
        json.WriteNumber("ready"u8, version.Ready);
        json.WriteNumber("loading"u8, version.Loading);
        json.WriteNumber("wanted"u8, version.Wanted);
        if (wantedNow is { } now)
            json.WriteNumber("wanted_now"u8, now);
        json.WriteBoolean("paused"u8, version.IsPaused);
        AutoscalerWriter.WriteNumber(json, "pinned", version.Pinned);
        WriteSpec(json, version.Spec);
        WriteFigures(json, version.Figures);
        json.WriteStartArray("decisions"u8);
        foreach (var decision in version.Decisions)
            WriteDecision(json, decision);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSpec(Utf8JsonWriter json, ScalingSpec spec)
    {
        json.WriteStartObject("bounds"u8);
        json.WriteNumber("min"u8, spec.MinReplicas);
        AutoscalerWriter.WriteNumber(json, "max", spec.MaxReplicas == int.MaxValue ? null : spec.MaxReplicas);
        WriteMilliseconds(json, "idle_before_zero_milliseconds", spec.IdleBeforeZero);
        json.WriteEndObject();
        json.WriteStartObject("target"u8);
        json.WriteNumber("utilisation"u8, spec.TargetUtilisation);
        WriteMilliseconds(json, "p99_milliseconds", spec.TargetP99);
        WriteMilliseconds(json, "wait_milliseconds", spec.TargetWait);
        json.WriteNumber("spare"u8, spec.SpareReplicas);
        json.WriteNumber("spare_share"u8, spec.SpareShare);
        json.WriteNumber("minimum_marginal_gain"u8, spec.MinMarginalGain);
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, ScalingFigures figures)
    {
        json.WriteStartObject("figures"u8);
        AutoscalerWriter.WriteNumber(json, "offered_work_seconds_per_second", figures.Offered);
        AutoscalerWriter.WriteNumber(json, "burst_work_seconds_per_second", figures.OfferedInBurst);
        AutoscalerWriter.WriteNumber(json, "forecast_work_seconds_per_second", figures.Forecast);
        AutoscalerWriter.WriteNumber(json, "arrivals_per_second", figures.Arrivals);
        AutoscalerWriter.WriteNumber(json, "utilisation", figures.Utilisation);
        WriteMilliseconds(json, "wait_p99_milliseconds", figures.WaitP99);
        WriteMilliseconds(json, "latency_p99_milliseconds", figures.LatencyP99);
        AutoscalerWriter.WriteNumber(json, "backlog_work_seconds", figures.BacklogSeconds);
        json.WriteNumber("in_flight"u8, figures.InFlight);
        AutoscalerWriter.WriteNumber(json, "lost_share", figures.LostShare);
        WriteMilliseconds(json, "load_milliseconds", figures.LoadTime);
        json.WriteEndObject();
    }

    private static void WriteDecision(Utf8JsonWriter json, ScalingDecision decision)
    {
        json.WriteStartObject();
        json.WriteString("at"u8, decision.At.UtcDateTime);
        json.WriteNumber("from"u8, decision.From);
        json.WriteNumber("wanted"u8, decision.Wanted);
        json.WriteStartArray("reasons"u8);
        foreach (var reason in decision.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("rule"u8, reason.Rule);
            json.WriteNumber("replicas"u8, reason.Replicas);
            json.WriteString("text"u8, reason.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMilliseconds(Utf8JsonWriter json, string name, TimeSpan? time) => AutoscalerWriter.WriteNumber(json, name, time?.TotalMilliseconds);
}
