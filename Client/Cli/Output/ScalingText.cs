using System.Globalization;
using OrleansInference.Autoscaling;
using OrleansInference.Cli.Bench;

namespace OrleansInference.Cli.Output;

/// <summary>The autoscaler's numbers in words for people.</summary>
internal static class ScalingText
{
    /// <summary>In place of a number for which there is no data.</summary>
    public const string NoData = "-";

    private const double NanosecondsPerMillisecond = 1e6;

    public static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? NoData;

    public static string Percent(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.#} %") : NoData;

    public static string Time(TimeSpan? time) => time is { } value ? DurationText.Of(value.TotalMilliseconds * NanosecondsPerMillisecond) : NoData;

    public static string Bounds(ScalingSpec spec) =>
        (spec.IdleBeforeZero is null ? "" : "0, ") + (spec.MaxReplicas == int.MaxValue ? $"{spec.MinReplicas} or more" : $"{spec.MinReplicas} to {spec.MaxReplicas}");

    /// <summary>What made the number that is wanted: the last rule that changed it, else the first one that was asked.</summary>
    public static string Why(VersionScaling version)
    {
        var set = version.Pinned is { } pinned ? $"pinned at {pinned}; " : "";
        if (version.IsPaused)
            set = "paused; " + set;
        if (version.Decisions.IsEmpty)
            return set.TrimEnd(' ', ';');
        var decision = version.Decisions[0];
        var (why, replicas) = (decision.Reasons.FirstOrDefault(), decision.From);
        foreach (var reason in decision.Reasons)
            (why, replicas) = (reason.Replicas != replicas ? reason : why, reason.Replicas);
        return set + (why?.Text ?? "");
    }
}
