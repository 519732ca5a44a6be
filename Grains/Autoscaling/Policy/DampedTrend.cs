namespace OrleansInference.Autoscaling.Policy;

/// <summary>
/// Holt's linear trend, damped: C. C. Holt, 1957; E. S. Gardner and E. McKenzie, Forecasting Trends in Time Series, Management Science 31, 1985.
/// </summary>
/// <param name="Level">How fast the level follows; above 0, to 1.</param>
/// <param name="Trend">How fast the trend follows; above 0, to 1.</param>
internal readonly record struct DampedTrend(double Level, double Trend)
{
    // What is left of a trend after a minute: a third after an hour.
    private const double Damping = 0.98;

    /// <summary>For each minute, what is to be expected so many steps later from what is known then.</summary>
    public void Guess(ReadOnlySpan<double> minutes, int steps, Span<double> guesses)
    {
        var ahead = Damping * (1 - Math.Pow(Damping, steps)) / (1 - Damping); // Damping + Damping² + … of the trend
        var (level, trend) = (minutes[0], 0.0);
        for (var i = 0; i < minutes.Length; i++)
        {
            var expected = level + (Damping * trend);
            var next = expected + (Level * (minutes[i] - expected));
            trend = (Damping * trend) + (Trend * (next - level - (Damping * trend)));
            level = next;
            guesses[i] = Math.Max(0, level + (ahead * trend));
        }
    }
}
