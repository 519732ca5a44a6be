namespace OrleansInference.Autoscaling.Policy;

public sealed class CronScheduleTests
{
    // A Wednesday.
    private static readonly DateTimeOffset Noon = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Years = TimeSpan.FromDays(3000);

    [Theory]
    [InlineData("* * * * *", "2026-07-15 12:00")]
    [InlineData("0 8 * * *", "2026-07-15 08:00")]
    [InlineData("1 12 * * *", "2026-07-14 12:01")]
    [InlineData("30 * * * *", "2026-07-15 11:30")]
    [InlineData("30 13 * * *", "2026-07-14 13:30")]
    [InlineData("*/25 * * * *", "2026-07-15 12:00")]
    [InlineData("5-59/25 * * * *", "2026-07-15 11:55")]
    [InlineData("10,50,20-22 11 * * *", "2026-07-15 11:50")]
    [InlineData("0 0 1 * *", "2026-07-01 00:00")]
    [InlineData("0 0 31 * *", "2026-05-31 00:00")]
    [InlineData("0 0 29 2 *", "2024-02-29 00:00")]
    [InlineData("0 9 * * mon-fri", "2026-07-15 09:00")]
    [InlineData("0 9 * * SUN", "2026-07-12 09:00")]
    [InlineData("0 9 * * 0", "2026-07-12 09:00")]
    [InlineData("0 9 * * 7", "2026-07-12 09:00")]
    [InlineData("0 9 * * 5-7", "2026-07-12 09:00")]
    [InlineData("0 9 * * 4,6", "2026-07-11 09:00")]
    [InlineData("0 9 * jan,Mar *", "2026-03-31 09:00")]
    [InlineData("59 23 31 12 *", "2025-12-31 23:59")]
    [InlineData("0 0 14 * mon", "2026-07-14 00:00")] // the 14th was a Tuesday: either is enough
    [InlineData("0 0 1 * mon", "2026-07-13 00:00")]
    [InlineData("0 0 */2 * mon", "2026-07-13 00:00")] // begins with *: both
    [InlineData("0 0 13 * */2", "2026-06-13 00:00")] // Saturday, the last 13th of an even day
    public void The_last_start_is_found(string text, string expected) => Assert.Equal(At(expected), Of(text).LastStart(Noon, Years));

    [Fact]
    public void A_start_counts_from_its_minute_until_the_time_is_over()
    {
        var (eight, hour) = (Of("0 8 * * *"), TimeSpan.FromHours(1));
        var start = At("2026-07-15 08:00");
        Assert.Null(eight.LastStart(start.AddTicks(-1), hour));
        Assert.Equal(start, eight.LastStart(start, hour));
        Assert.Equal(start, eight.LastStart(start.AddSeconds(59), hour));
        Assert.Equal(start, eight.LastStart(start + hour - TimeSpan.FromTicks(1), hour));
        Assert.Null(eight.LastStart(start + hour, hour));
    }

    [Fact]
    public void No_time_and_all_time_are_bounds()
    {
        Assert.Null(Of("* * * * *").LastStart(Noon, TimeSpan.Zero));
        Assert.Equal(Noon, Of("* * * * *").LastStart(Noon, TimeSpan.FromTicks(1)));
        Assert.Null(Of("0 0 2 1 *").LastStart(DateTimeOffset.MinValue, TimeSpan.MaxValue));
    }

    [Fact]
    public void Time_is_that_of_UTC() =>
        Assert.Equal(At("2026-07-15 08:00"), Of("0 8 * * *").LastStart(new DateTimeOffset(2026, 7, 15, 1, 30, 0, TimeSpan.FromHours(-7)), TimeSpan.FromHours(1)));

    [Fact]
    public void It_starts_at_each_minute_that_fits_and_at_no_other()
    {
        var cron = Of("7,*/20 3-21/6 10-20 feb-dec/2 tue,6");
        var expected = (DateTimeOffset?)null;
        for (var minute = At("2026-01-01 00:00"); minute < At("2026-12-31 00:00"); minute = minute.AddMinutes(1))
        {
            var fits = (minute.Minute == 7 || minute.Minute % 20 == 0) && minute.Hour is 3 or 9 or 15 or 21 && minute.Month % 2 == 0
                && (minute.Day is >= 10 and <= 20 || minute.DayOfWeek is DayOfWeek.Tuesday or DayOfWeek.Saturday);
            if (fits) expected = minute;
            if (fits || minute.Minute == 30) Assert.Equal(expected, cron.LastStart(minute, TimeSpan.FromDays(200)) is { Year: 2026 } start ? start : null);
        }
    }

    [Theory]
    [InlineData("60 * * * *", "the minute is '60'; allowed are *, 0 to 59")]
    [InlineData("* 24 * * *", "the hour is '24'; allowed are *, 0 to 23")]
    [InlineData("* * 0 * *", "the day of month is '0'; allowed are *, 1 to 31")]
    [InlineData("* * * 13 *", "the month is '13'; allowed are *, 1 to 12, jan to dec")]
    [InlineData("* * * * 8", "the day of week is '8'; allowed are *, 0 to 7, sun to sat")]
    [InlineData("* * * * mo", "the day of week is 'mo'")]
    [InlineData("mon * * * *", "the minute is 'mon'")]
    [InlineData("-1 * * * *", "the minute is '-1'")]
    [InlineData("5-1 * * * *", "the minute is '5-1'")]
    [InlineData("1- * * * *", "the minute is '1-'")]
    [InlineData("1-2-3 * * * *", "the minute is '1-2-3'")]
    [InlineData("1,,2 * * * *", "the minute is '1,,2'")]
    [InlineData("*/0 * * * *", "the minute is '*/0'")]
    [InlineData("*/60 * * * *", "the minute is '*/60'")]
    [InlineData("*/ * * * *", "the minute is '*/'")]
    [InlineData("5/10 * * * *", "the minute is '5/10'")]
    [InlineData("** * * * *", "the minute is '**'")]
    [InlineData("+5 * * * *", "the minute is '+5'")]
    [InlineData("0 0 31 2,4 *", "the day of month is '31'; allowed are days that the month, '2,4', has")]
    [InlineData("* * * *", "has 4 fields; five are needed: minute, hour, day of month, month, day of week")]
    [InlineData("0 0 * * * *", "has 6 fields")]
    [InlineData("", "has 0 fields")]
    [InlineData("@daily", "has 1 fields")]
    public void What_is_wrong_is_said_with_what_is_allowed(string text, string expected)
    {
        Assert.False(CronSchedule.TryParse(text, out var schedule, out var error));
        Assert.Null(schedule);
        Assert.Contains(expected, error);
        Assert.Contains($"'{text}'", error);
    }

    [Fact]
    public void All_mistakes_are_said_at_once()
    {
        Assert.False(CronSchedule.TryParse("99 99 * * 99", out _, out var error));
        Assert.Contains("the minute is '99'", error);
        Assert.Contains("the hour is '99'", error);
        Assert.Contains("the day of week is '99'", error);
        Assert.DoesNotContain("month is", error);
    }

    private static CronSchedule Of(string text)
    {
        Assert.True(CronSchedule.TryParse(text, out var schedule, out var error), error);
        return schedule!;
    }

    private static DateTimeOffset At(string text) => new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
}
