using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>
/// When something begins again and again, in UTC: minute, hour, day of month, month and day of week, as in crontab(5). Where neither kind of day begins with *, either of
/// them is enough; else both have to be right.
/// </summary>
internal sealed class CronSchedule
{
    // As many days as a month ever has.
    private static ReadOnlySpan<byte> DaysOfMonth => [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    private readonly ulong _minutes, _hours, _days, _months, _weekdays;
    private readonly bool _eitherDay;

    private CronSchedule(ReadOnlySpan<ulong> fields, bool eitherDay)
    {
        (_minutes, _hours, _days, _months, _eitherDay) = (fields[0], fields[1], fields[2], fields[3], eitherDay);
        _weekdays = fields[4] | (fields[4] >> 7); // 7 is Sunday too
    }

    /// <param name="text">Five fields, with blanks between them.</param>
    /// <param name="schedule">What they say.</param>
    /// <param name="error">Each field that is wrong, what it is and what is allowed.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? error)
    {
        schedule = null;
        var texts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        CronField[] fields = [CronField.Minute, CronField.Hour, CronField.DayOfMonth, CronField.Month, CronField.DayOfWeek];
        if (texts.Length != fields.Length)
        {
            error = $"'{text}' has {texts.Length} fields; five are needed: {string.Join(", ", fields.Select(field => field.Name))}";
            return false;
        }
        var bits = fields.Zip(texts, (field, each) => field.Parse(each)).ToArray();
        var wrong = fields.Where((_, i) => bits[i] is null).Select(field => field.Explain(texts[Array.IndexOf(fields, field)])).ToList();
        if (wrong.Count > 0)
        {
            error = $"in '{text}', {string.Join("; ", wrong)}";
            return false;
        }
        var eitherDay = !texts[2].StartsWith('*') && !texts[4].StartsWith('*');
        var parsed = new CronSchedule([.. bits.Select(each => each!.Value)], eitherDay);
        if (!parsed.HasDays())
        {
            error = $"in '{text}', the day of month is '{texts[2]}'; allowed are days that the month, '{texts[3]}', has";
            return false;
        }
        (schedule, error) = (parsed, null);
        return true;
    }

    /// <summary>The latest start after <paramref name="now"/> − <paramref name="within"/>, up to now; null where there is none.</summary>
    public DateTimeOffset? LastStart(DateTimeOffset now, TimeSpan within)
    {
        // Day by day, and in a day by bits.
        var utc = now.UtcDateTime;
        var (day, minutes) = (utc.Date, (utc.Hour * 60) + utc.Minute);
        while (utc - day.AddMinutes(minutes) < within)
        {
            if (Matches(day) && LastOfDay(minutes) is { } minute)
            {
                var start = day.AddMinutes(minute);
                return utc - start < within ? new DateTimeOffset(start, TimeSpan.Zero) : null;
            }
            if (day == DateTime.MinValue) return null;
            (day, minutes) = (day.AddDays(-1), (24 * 60) - 1);
        }
        return null;
    }

    private bool Matches(DateTime day)
    {
        if (!Has(_months, day.Month)) return false;
        var (ofMonth, ofWeek) = (Has(_days, day.Day), Has(_weekdays, (int)day.DayOfWeek));
        return _eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
    }

    // The last start of a day that is not after so many minutes of it.
    private int? LastOfDay(int minutes)
    {
        var (hour, minute) = (minutes / 60, minutes % 60);
        if (Has(_hours, hour) && LastUpTo(_minutes, minute) is { } same) return (hour * 60) + same;
        return LastUpTo(_hours, hour - 1) is { } earlier ? (earlier * 60) + BitOperations.Log2(_minutes) : null;
    }

    private bool HasDays()
    {
        if (_eitherDay) return true;
        var first = BitOperations.TrailingZeroCount(_days);
        for (var month = 1; month <= 12; month++)
            if (Has(_months, month) && first <= DaysOfMonth[month - 1])
                return true;
        return false;
    }

    private static bool Has(ulong bits, int value) => (bits >> value & 1) != 0;

    private static int? LastUpTo(ulong bits, int value)
    {
        var some = value < 0 ? 0 : bits & (ulong.MaxValue >> (63 - value));
        return some == 0 ? null : BitOperations.Log2(some);
    }
}
