using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansInference.Autoscaling;
using OrleansInference.Models;

namespace OrleansInference.Client.Wire;

/// <summary>The autoscaler in the JSON of the HTTP door.</summary>
internal static class AutoscalerMessages
{
    public static byte[] WritePin(int replicas) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, int> { ["replicas"] = replicas });

    public static AutoscalerAnswer Read(Answer answer)
    {
        using var document = ProtocolJson.Parse(answer.Json);
        var root = document.RootElement;
        var status = new AutoscalerStatus
        {
            At = Time(root),
            IsPaused = IsTrue(root, "paused"),
            Unsaved = NameOf(root, "unsaved"),
            Versions = [.. root.Array("versions").Select(ReadVersion)],
            Hosts = ReadHosts(Object(root, "hosts")),
            CostPerHour = Number(root, "cost_per_hour") ?? 0,
            MaxCostPerHour = Number(root, "max_cost_per_hour"),
        };
        return new AutoscalerAnswer(status, [.. root.Array("versions").Select(version => Number(version, "wanted_now")).OfType<double>().Select(wanted => (int)wanted)]);
    }

    private static HostScaling ReadHosts(JsonElement hosts) => new()
    {
        Orchestrator = NameOf(hosts, "orchestrator"),
        Silos = Count(hosts, "silos"),
        Wanted = Count(hosts, "wanted"),
        Reasons = [.. hosts.Array("reasons").Select(reason => reason.ToString())],
        Problem = NameOf(hosts, "problem"),
    };

    private static VersionScaling ReadVersion(JsonElement version) => new()
    {
        Model = new ModelVersion(version.Text("model"), Count(version, "version")),
        Ready = Count(version, "ready"),
        Loading = Count(version, "loading"),
        Wanted = Count(version, "wanted"),
        IsPaused = IsTrue(version, "paused"),
        Pinned = (int?)Number(version, "pinned"),
        Spec = ReadSpec(Object(version, "bounds"), Object(version, "target")),
        Figures = ReadFigures(Object(version, "figures")),
        Decisions = [.. version.Array("decisions").Select(ReadDecision)],
    };

    private static ScalingSpec ReadSpec(JsonElement bounds, JsonElement target) => new()
    {
        MinReplicas = Count(bounds, "min"),
        MaxReplicas = (int?)Number(bounds, "max") ?? int.MaxValue,
        IdleBeforeZero = Milliseconds(bounds, "idle_before_zero_milliseconds"),
        TargetUtilisation = Number(target, "utilisation") ?? throw ProtocolJson.Violation("no number 'utilisation'"),
        TargetP99 = Milliseconds(target, "p99_milliseconds"),
        TargetWait = Milliseconds(target, "wait_milliseconds"),
        SpareReplicas = Count(target, "spare"),
        SpareShare = Number(target, "spare_share") ?? 0,
        MinMarginalGain = Number(target, "minimum_marginal_gain") ?? 0,
    };

    private static ScalingFigures ReadFigures(JsonElement figures) => new()
    {
        Offered = Number(figures, "offered_work_seconds_per_second"),
        OfferedInBurst = Number(figures, "burst_work_seconds_per_second"),
        Forecast = Number(figures, "forecast_work_seconds_per_second"),
        Arrivals = Number(figures, "arrivals_per_second"),
        Utilisation = Number(figures, "utilisation"),
        WaitP99 = Milliseconds(figures, "wait_p99_milliseconds"),
        LatencyP99 = Milliseconds(figures, "latency_p99_milliseconds"),
        BacklogSeconds = Number(figures, "backlog_work_seconds") ?? 0,
        InFlight = Count(figures, "in_flight"),
        LostShare = Number(figures, "lost_share"),
        LoadTime = Milliseconds(figures, "load_milliseconds") ?? TimeSpan.Zero,
    };

    private static ScalingDecision ReadDecision(JsonElement decision) => new()
    {
        At = Time(decision),
        From = Count(decision, "from"),
        Wanted = Count(decision, "wanted"),
        Reasons = [.. decision.Array("reasons").Select(reason => new ScalingReason(reason.Text("rule"), Count(reason, "replicas"), reason.Text("text")))],
    };

    private static JsonElement Object(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
        ? value
        : throw ProtocolJson.Violation($"no object '{name}'");

    private static DateTimeOffset Time(JsonElement parent) =>
        DateTimeOffset.TryParse(parent.Text("at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw ProtocolJson.Violation("'at' is no time");

    private static bool IsTrue(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? NameOf(JsonElement parent, string name) => parent.OptionalText(name) is { Length: > 0 } text ? text : null;

    private static int Count(JsonElement parent, string name) => (int?)Number(parent, name) ?? throw ProtocolJson.Violation($"no number '{name}'");

    private static TimeSpan? Milliseconds(JsonElement parent, string name) => Number(parent, name) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static double? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
