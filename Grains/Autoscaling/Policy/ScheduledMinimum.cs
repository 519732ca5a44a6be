using System.Collections.Immutable;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>The minimum that schedules ask for.</summary>
internal static class ScheduledMinimum
{
    /// <summary>
    /// The highest minimum of the schedules that have begun and are not over, and whose it is, the first of equals; 0 and null where there is none. A schedule that can't be read, which
    /// validation refuses, never begins.
    /// </summary>
    public static (int MinReplicas, ScalingSchedule? Which) At(ImmutableArray<ScalingSchedule> schedules, DateTimeOffset now)
    {
        var (least, which) = (0, (ScalingSchedule?)null);
        foreach (var schedule in schedules)
        {
            if (schedule.MinReplicas <= least || !CronSchedule.TryParse(schedule.Cron, out var cron, out _)) continue;
            if (cron.LastStart(now, schedule.Duration) is not null) (least, which) = (schedule.MinReplicas, schedule);
        }
        return (least, which);
    }
}
