namespace OrleansInference.Autoscaling.Policy;

public sealed class ForecastTests
{
    private const int TwoDays = 2 * Histories.Day;
    private const int Memory = Forecast.Memory;
    private const int Seeds = 20;
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void Noise_is_not_foretold()
    {
        for (var seed = 0; seed < Seeds; seed++)
            foreach (var horizon in new[] { 1, 5, 30 })
                Assert.Null(Forecast.Predict(Histories.Of(Memory, _ => 10, noise: 1, seed), TimeSpan.FromMinutes(horizon)));
    }

    [Fact]
    public void Hardly_ever_is_a_random_walk_taken_for_a_trend()
    {
        var foretold = Enumerable.Range(0, 5 * Seeds).Count(seed => Forecast.Predict(Histories.RandomWalk(400, seed), FiveMinutes) is not null);
        Assert.InRange(foretold, 0, 10);
    }

    [Fact]
    public void A_steady_load_needs_no_forecast() => Assert.Null(Forecast.Predict(Histories.Of(Memory, _ => 7), FiveMinutes));

    [Fact]
    public void A_ramp_goes_on()
    {
        var sum = 0.0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var result = Forecast.Predict(Histories.Of(200, minute => 10 + (0.5 * minute), noise: 1, seed), FiveMinutes);
            Assert.Equal("trend", result?.Method);
            Assert.Equal(112, result!.Value, 5.0);
            Assert.InRange(result.Error, 0, 0.85 * result.ErrorOfNow);
            sum += result.Value;
        }
        Assert.Equal(112, sum / Seeds, 1.2); // from 109.5
    }

    [Fact]
    public void A_ramp_goes_down_to_nothing_and_no_further()
    {
        var result = Forecast.Predict(Histories.Of(200, minute => 50 - (0.25 * minute)), TimeSpan.FromMinutes(30));
        Assert.Equal(("trend", 0), (result!.Method, result.Value));
    }

    [Fact]
    public void The_day_before_is_remembered()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            // At nine in the morning, where it climbs by 9 in the half hour to come, and today by a fifth more than yesterday.
            var now = TwoDays + (9 * 60);
            var today = Histories.Of(now, minute => Histories.Daily(minute) * (minute < TwoDays ? 1 : 1.2), noise: 2, seed);
            var result = Forecast.Predict(today.AsSpan(now - Memory), TimeSpan.FromMinutes(30));
            Assert.NotNull(result);
            Assert.Equal(1.2 * Histories.Daily(now + 29), result.Value, 5.0);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void The_start_of_office_hours_is_foretold_before_anything_rises(double moreToday)
    {
        const int Nine = TwoDays + 540;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var history = Histories.Of(Nine, minute => Histories.OfficeHours(minute) + (minute < TwoDays ? 0 : moreToday), noise: 0.5, seed);
            Assert.Equal(5 + moreToday, Value(30), 1.5);
            Assert.Equal(20 + moreToday, Value(5), 1.5);

            double Value(int minutesBefore) =>
                Forecast.Predict(history.AsSpan(Nine - minutesBefore - Memory, Memory), TimeSpan.FromMinutes(10)) is { Method: "season" } result ? result.Value : double.NaN;
        }
    }

    [Fact]
    public void A_day_that_is_another_is_not_taken_for_the_day_before()
    {
        // Nothing rises at nine, on a holiday; five minutes later that is understood, while the day as a whole still speaks for yesterday.
        var history = Histories.Of(TwoDays + 545, minute => minute < TwoDays ? Histories.OfficeHours(minute) : 5, noise: 0.5);
        Assert.Null(Forecast.Predict(history.AsSpan(TwoDays + 545 - Memory), FiveMinutes));
    }

    [Fact]
    public void One_day_is_not_enough_to_know_days()
    {
        var history = Histories.Of(Memory, Histories.OfficeHours, noise: 0.5);
        const int Enough = TwoDays + 20 + 5;
        Assert.Equal("season", Forecast.Predict(history.AsSpan(Memory - Enough), FiveMinutes)?.Method);
        Assert.Null(Forecast.Predict(history.AsSpan(Memory - Enough + 1), FiveMinutes));
    }

    [Fact]
    public void A_step_is_not_taken_for_a_ramp()
    {
        for (var seed = 0; seed < Seeds; seed++)
            for (var after = 1; after < 120; after += 3)
            {
                var history = Histories.Of(150 + after, minute => minute < 150 ? 1 : 10, noise: 0.1, seed);
                Assert.True(Forecast.Predict(history, FiveMinutes) is not { Value: > 11 }, $"Seed {seed}, {after} minutes after it.");
            }
    }

    [Fact]
    public void Too_little_is_known_at_first()
    {
        var ramp = Histories.Of(95, minute => minute);
        Assert.Null(Forecast.Predict([], FiveMinutes));
        Assert.Null(Forecast.Predict([1], FiveMinutes));
        Assert.Null(Forecast.Predict(ramp.AsSpan(1), FiveMinutes));
        Assert.NotNull(Forecast.Predict(ramp, FiveMinutes));
    }

    [Fact]
    public void Only_the_next_hour_is_foretold()
    {
        var ramp = Histories.Of(300, minute => minute);
        Assert.Null(Forecast.Predict(ramp, TimeSpan.Zero));
        Assert.NotNull(Forecast.Predict(ramp, TimeSpan.FromTicks(1)));
        Assert.NotNull(Forecast.Predict(ramp, TimeSpan.FromMinutes(60)));
        Assert.Null(Forecast.Predict(ramp, TimeSpan.FromMinutes(60) + TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Every_length_and_horizon_can_be_asked()
    {
        var history = Histories.Of(Memory, Histories.Daily, noise: 1);
        foreach (var length in Enumerable.Range(0, 30).Select(i => i * 100).Append(Memory - 41).Append(Memory - 40).Append(Memory))
            foreach (var horizon in new[] { 1, 17, 60 })
                Assert.True(Forecast.Predict(history.AsSpan(0, length), TimeSpan.FromMinutes(horizon)) is not { } result || double.IsFinite(result.Value));
    }
}
