namespace OrleansInference.Bench;

/// <summary>One server's points.</summary>
/// <param name="Name">The server's.</param>
/// <param name="Alone">The median time of one request alone, in milliseconds.</param>
/// <param name="Most">Requests a second in a closed loop.</param>
/// <param name="Points">By ascending rate.</param>
internal sealed record SweepSeries(string Name, double Alone, double Most, IReadOnlyList<SweepPoint> Points)
{
    /// <summary>The highest rate, in each round, whose p99 keeps the bound.</summary>
    public Spread Sustained(double bound) => Spread.Of(
        [.. Enumerable.Range(0, Points[0].P99.Count).Select(round => RateAt([.. Points.Select(point => (point.Rate, point.P99[round]))], bound))]);

    /// <summary>
    /// Where p99 crosses the bound for good: between the last rate within and the next, on a straight line in the logarithm of p99. 0 where
    /// no rate is within, and the highest where that one is.
    /// </summary>
    internal static double RateAt(IReadOnlyList<(double Rate, double P99)> points, double bound)
    {
        for (var i = points.Count - 1; i >= 0; i--)
        {
            var low = points[i];
            if (low.P99 > bound)
                continue;
            if (i == points.Count - 1)
                return low.Rate;
            var high = points[i + 1];
            return low.Rate + (Math.Log(bound / low.P99) / Math.Log(high.P99 / low.P99) * (high.Rate - low.Rate));
        }

        return 0;
    }
}
