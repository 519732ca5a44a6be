using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrleansInference.Autoscaling.Policy;

namespace OrleansInference.Autoscaling;

/// <summary>A <see cref="ScalingSchedule"/> as people write it: <c>cron/duration/replicas</c>, such as <c>0 8 * * 1-5/10h/4</c>.</summary>
internal static class ScheduleText
{
    public const string Form =
        "\"cron/duration/replicas\", such as \"0 8 * * 1-5/10h/4\": minute, hour, day of month, month and day of week in UTC; an integer with s, m, h or d, up to 366 days; an integer from 1";

    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(366);

    public static bool TryRead(string text, [NotNullWhen(true)] out ScalingSchedule? schedule)
    {
        schedule = null;
        // From the end: a cron expression may have slashes of its own.
        if (text.LastIndexOf('/') is not (> 0 and var last) || text.LastIndexOf('/', last - 1) is not (> 0 and var before)) return false;
        var (cron, duration, replicas) = (text[..before].Trim(), text[(before + 1)..last], text[(last + 1)..]);
        if (!CronSchedule.TryParse(cron, out _, out _) || ReadDuration(duration) is not { } length) return false;
        if (!int.TryParse(replicas, NumberStyles.None, CultureInfo.InvariantCulture, out var min) || min is < 1 or > ScalingText.MaxReplicas) return false;
        schedule = new ScalingSchedule(cron, length, min);
        return true;
    }

    private static TimeSpan? ReadDuration(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1) return null;
        var seconds = text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 } * number;
        return seconds > 0 && seconds <= LongestDuration.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
