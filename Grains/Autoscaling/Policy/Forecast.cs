namespace OrleansInference.Autoscaling.Policy;

/// <summary>
/// The offered work to come, where the past shows that it can be told: a damped trend, or the day before. Either has to have been better, at this distance, than the guess that nothing
/// changes, or nothing is said. Errors are those of <see cref="Backtest"/>.
/// </summary>
internal static class Forecast
{
    /// <summary>Minutes of the past that can be of use: two days, and what it takes to have foretold the first minutes of the second.</summary>
    public const int Memory = 50 * Hour;

    private const int Farthest = 60;

    // A trend proves itself in both halves of the last hour, so that one lucky moment is not enough.
    private const int Hour = 60;
    private const int HalfHour = 30;
    private const int WarmUp = 30;
    private const double BetterByTrend = 0.85;

    // Older minutes say nothing of a trend any more.
    private const int TrendMemory = 5 * Hour;

    // Yesterday proves itself over a whole day, as what it is good for may come once a day, at this time. A day is more evidence than an hour, so a smaller gain is
    // proof. In the last hour it may be worse, as chance makes it up to 1.45 times where nothing changes, but not wrong, as on a holiday.
    private const int DayOfProof = 24 * Hour;
    private const double BetterBySeason = 0.95;
    private const double WorseInHour = 1.5;

    // From quick to steady; the noisier the load, the steadier has to be what follows it.
    private static readonly DampedTrend[] Trends = [new(0.5, 0.2), new(0.3, 0.1), new(0.15, 0.05)];

    /// <summary>What is expected <paramref name="horizon"/> ahead; null where no method has proved better than the guess that nothing changes.</summary>
    /// <param name="minutes">Offered work of each whole minute, in replicas; the latest last.</param>
    /// <param name="horizon">How far ahead; above 0, up to an hour. Rounded up to minutes.</param>
    public static ForecastResult? Predict(ReadOnlySpan<double> minutes, TimeSpan horizon)
    {
        if (horizon <= TimeSpan.Zero || horizon > TimeSpan.FromMinutes(Farthest)) return null;
        var steps = (int)Math.Ceiling(horizon.TotalMinutes);
        if (minutes.Length < WarmUp + Hour + steps) return null;

        var guesses = new double[minutes.Length];
        var recent = minutes[^Math.Min(TrendMemory, minutes.Length)..];
        return BySeason(minutes, steps, guesses, ByTrend(recent, steps, guesses.AsSpan(0, recent.Length)));
    }

    private static ForecastResult? ByTrend(ReadOnlySpan<double> minutes, int steps, Span<double> guesses)
    {
        var backtest = new Backtest(minutes, steps);
        var noChange = new NoChange(minutes, backtest);
        var best = (ForecastResult?)null;
        foreach (var trend in Trends)
        {
            trend.Guess(minutes, steps, guesses);
            var error = backtest.Error(guesses, Hour);
            if (best?.Error <= error) continue;
            var isBetterNow = backtest.Error(guesses, HalfHour) < BetterByTrend * noChange.Error(HalfHour);
            var wasBetterBefore = backtest.Error(guesses, HalfHour, HalfHour) < BetterByTrend * noChange.Error(HalfHour, HalfHour);
            if (isBetterNow && wasBetterBefore) best = new ForecastResult(guesses[^1], "trend", error, noChange.Error(Hour));
        }
        return best;
    }

    private static ForecastResult? BySeason(ReadOnlySpan<double> minutes, int steps, Span<double> guesses, ForecastResult? trend)
    {
        if (minutes.Length < DailySeason.First + DayOfProof + steps) return trend;
        DailySeason.Guess(minutes, steps, guesses);
        var backtest = new Backtest(minutes, steps);
        var noChange = new NoChange(minutes, backtest);
        var (error, errorInHour) = (backtest.Error(guesses, DayOfProof), backtest.Error(guesses, Hour));
        var isProven = error < BetterBySeason * noChange.Error(DayOfProof) && errorInHour <= WorseInHour * noChange.Error(Hour);
        return isProven && !(trend?.Error < errorInHour) ? new ForecastResult(guesses[^1], "season", error, noChange.Error(DayOfProof)) : trend;
    }
}
