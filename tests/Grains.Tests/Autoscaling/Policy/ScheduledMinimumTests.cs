namespace OrleansInference.Autoscaling.Policy;

public sealed class ScheduledMinimumTests
{
    private static readonly ScalingSchedule Morning = new("0 8 * * mon-fri", TimeSpan.FromHours(4), 5);
    private static readonly ScalingSchedule Rush = new("30 8 * * *", TimeSpan.FromHours(1), 20);
    private static readonly ScalingSchedule Night = new("0 22 * * *", TimeSpan.FromHours(8), 2);

    [Theory]
    [InlineData("2026-07-15 07:59:59", 0)]
    [InlineData("2026-07-15 08:00:00", 5)]
    [InlineData("2026-07-15 08:29:59", 5)]
    [InlineData("2026-07-15 08:30:00", 20)]
    [InlineData("2026-07-15 09:29:59", 20)]
    [InlineData("2026-07-15 09:30:00", 5)]
    [InlineData("2026-07-15 12:00:00", 0)]
    [InlineData("2026-07-18 10:00:00", 0)] // a Saturday
    [InlineData("2026-07-16 05:59:59", 2)] // over midnight
    [InlineData("2026-07-16 06:00:00", 0)]
    public void The_highest_of_those_that_have_begun_and_are_not_over_counts(string now, int expected)
    {
        var (replicas, which) = ScheduledMinimum.At([Morning, Rush, Night], At(now));
        Assert.Equal(expected, replicas);
        Assert.Equal(expected switch { 5 => Morning, 20 => Rush, 2 => Night, _ => null }, which);
    }

    [Fact]
    public void None_asks_for_nothing() => Assert.Equal((0, null), ScheduledMinimum.At([], At("2026-07-15 08:00")));

    [Fact]
    public void The_first_of_equals_is_named()
    {
        var other = Morning with { Duration = TimeSpan.FromHours(5) };
        Assert.Same(Morning, ScheduledMinimum.At([Morning, other], At("2026-07-15 08:00")).Which);
    }

    [Fact]
    public void What_can_not_be_read_never_begins() => Assert.Equal((5, Morning), ScheduledMinimum.At([Morning with { Cron = "soon", MinReplicas = 99 }, Morning], At("2026-07-15 08:00")));

    private static DateTimeOffset At(string text) => new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
}
