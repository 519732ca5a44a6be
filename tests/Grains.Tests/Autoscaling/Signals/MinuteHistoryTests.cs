namespace OrleansInference.Autoscaling.Signals;

public sealed class MinuteHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MinuteHistory _history = new();

    [Fact]
    public void A_minute_that_was_not_seen_from_its_beginning_is_left_out()
    {
        _history.Begin(Start.AddSeconds(1));
        _history.Advance(Start.AddMinutes(3));
        Assert.Equal(2, _history.Replicas.Length);

        _history.Begin(Start);
        _history.Advance(Start.AddMinutes(3));
        Assert.Equal(3, _history.Replicas.Length);
    }

    [Fact]
    public void What_came_over_several_minutes_is_shared_by_them_and_those_that_were_told_already_change()
    {
        _history.Begin(Start);
        _history.Advance(Start.AddMinutes(3));
        Assert.Equal([0.0, 0.0, 0.0], _history.Replicas.AsEnumerable());
        _history.Add(Start.AddSeconds(30), Start.AddMinutes(3), 150);

        Assert.Equal([0.5, 1, 1], _history.Replicas.Select(replicas => Math.Round(replicas, 9)));
    }

    [Fact]
    public void It_goes_back_for_two_days()
    {
        _history.Begin(Start);
        for (var minute = 1; minute <= MinuteHistory.MaxMinutes + 100; minute++)
        {
            _history.Advance(Start.AddMinutes(minute));
            _history.Add(Start.AddMinutes(minute - 1), Start.AddMinutes(minute), 60 * minute);
        }
        Assert.Equal(MinuteHistory.MaxMinutes, _history.Replicas.Length);
        Assert.Equal((101, MinuteHistory.MaxMinutes + 100), (_history.Replicas[0], _history.Replicas[^1]), (x, y) => Math.Abs(x.Item1 - y.Item1) + Math.Abs(x.Item2 - y.Item2) < 1e-6);
    }
}
