using System.Collections.Immutable;

namespace OrleansInference.Autoscaling;

/// <summary>
/// How a model is scaled, as people write it: <c>min=1 max=8 target_p99_milliseconds=200 schedule="0 8 * * 1-5/10h/4"</c>. Entries have spaces between them; a value with
/// spaces stands in double quotes. What is left out stays as it was; the first schedule replaces those that were there.
/// </summary>
internal static class ScalingText
{
    /// <summary>More than any cluster has; a bound that is above it is a mistake.</summary>
    public const int MaxReplicas = 1_000_000;

    private const string ScheduleName = "schedule";
    private const double DaySeconds = 86_400;

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly ImmutableArray<ScalingKey> Keys =
    [
        ScalingKey.Integer("min", 1, MaxReplicas, (spec, value) => spec with { MinReplicas = value }),
        ScalingKey.OptionalInteger("max", 1, MaxReplicas, (spec, value) => spec with { MaxReplicas = value ?? int.MaxValue }),
        ScalingKey.Number("target_utilisation", 0.01, 0.99, (spec, value) => spec with { TargetUtilisation = value }),
        ScalingKey.OptionalTime("target_p99_milliseconds", Millisecond, 1, 1000 * DaySeconds, (spec, value) => spec with { TargetP99 = value }),
        ScalingKey.OptionalTime("target_wait_milliseconds", Millisecond, 1, 1000 * DaySeconds, (spec, value) => spec with { TargetWait = value }),
        ScalingKey.Time("stable_window_seconds", Second, 1, 3600, (spec, value) => spec with { StableWindow = value }),
        ScalingKey.Time("burst_window_seconds", Second, 1, 3600, (spec, value) => spec with { BurstWindow = value }),
        ScalingKey.Number("burst_threshold", 1, 1000, (spec, value) => spec with { BurstThreshold = value }),
        ScalingKey.Time("stabilisation_seconds", Second, 0, DaySeconds, (spec, value) => spec with { StabilisationWindow = value }),
        ScalingKey.Number("max_shrink_per_minute", 0.001, 1, (spec, value) => spec with { MaxShrinkPerMinute = value }),
        ScalingKey.OptionalTime("idle_before_zero_seconds", Second, 1, 365 * DaySeconds, (spec, value) => spec with { IdleBeforeZero = value }),
        ScalingKey.Integer("spare", 0, MaxReplicas, (spec, value) => spec with { SpareReplicas = value }),
        ScalingKey.Number("spare_share", 0, 10, (spec, value) => spec with { SpareShare = value }),
        ScalingKey.Number("minimum_marginal_gain", 0, 0.99, (spec, value) => spec with { MinMarginalGain = value }),
        ScalingKey.Number("cost_per_hour", 0, 1e9, (spec, value) => spec with { CostPerHour = value }),
        ScalingKey.Integer("priority", -1000, 1000, (spec, value) => spec with { Priority = value }),
        new(ScheduleName, ScheduleText.Form, (spec, text) => ScheduleText.TryRead(text, out var schedule) ? spec with { Schedules = spec.Schedules.Add(schedule) } : null),
    ];

    /// <summary>What entries may be called.</summary>
    public static string Names { get; } = string.Join(", ", Keys.Select(key => key.Name));

    /// <summary>The spec that the text makes of <paramref name="defaults"/>; it counts only where there is no problem.</summary>
    public static (ScalingSpec Spec, ImmutableArray<string> Problems) Read(string text, ScalingSpec defaults) => Read(Entries(text).Select(Parted), defaults);

    /// <summary>The same of entries that come one by one, as in a query.</summary>
    public static (ScalingSpec Spec, ImmutableArray<string> Problems) Read(IEnumerable<(string Name, string Value)> entries, ScalingSpec defaults)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var (spec, seen) = (defaults, new HashSet<string>(StringComparer.Ordinal));
        foreach (var (name, value) in entries)
        {
            if (Keys.FirstOrDefault(key => key.Name == name) is not { } key)
            {
                problems.Add($"has \"{name}={value}\"; allowed: {Names}, each as name=value");
                continue;
            }
            if (!seen.Add(name))
            {
                if (name != ScheduleName) problems.Add($"has {name} twice; allowed: once");
            }
            else if (name == ScheduleName)
            {
                spec = spec with { Schedules = [] };
            }
            if (key.Set(spec, value) is { } changed) spec = changed;
            else problems.Add($"has {name}={value}; allowed: {key.Allowed}");
        }
        if (problems.Count == 0) problems.AddRange(Contradictions(spec));
        return (spec, problems.ToImmutable());
    }

    /// <summary>What does not go together in a spec each of whose values is allowed.</summary>
    public static IEnumerable<string> Contradictions(ScalingSpec spec)
    {
        if (spec.MaxReplicas < spec.MinReplicas) yield return $"has max={spec.MaxReplicas} below min={spec.MinReplicas}; allowed: at least that";
        if (spec.BurstWindow > spec.StableWindow)
            yield return $"has burst_window_seconds={spec.BurstWindow.TotalSeconds} above stable_window_seconds={spec.StableWindow.TotalSeconds}; allowed: at most that";
        foreach (var schedule in spec.Schedules)
            if (schedule.MinReplicas > spec.MaxReplicas) yield return $"has a schedule with {schedule.MinReplicas} replicas above max={spec.MaxReplicas}; allowed: at most that";
    }

    private static List<string> Entries(string text)
    {
        List<string> entries = [];
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"') isQuoted = !isQuoted;
            if (i < text.Length && (isQuoted || !char.IsWhiteSpace(text[i]))) continue;
            if (i > start) entries.Add(text[start..i]);
            start = i + 1;
        }
        return entries;
    }

    private static (string Name, string Value) Parted(string entry) => entry.IndexOf('=') is > 0 and var at ? (entry[..at], Unquoted(entry[(at + 1)..])) : (entry, "");

    private static string Unquoted(string value) => value is ['"', .. var inner, '"'] ? inner : value;
}
