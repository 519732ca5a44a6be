using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>A forecast, and the minute that it was made in: the history it is made from changes once a minute.</summary>
internal readonly record struct MinuteForecast(long Minute, ForecastResult? Result)
{
    /// <summary>Between two decisions.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    public static MinuteForecast Of(MinuteForecast? last, ScalingSignals signals, DateTimeOffset now)
    {
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        return last is { } known && known.Minute == minute ? known
            : new MinuteForecast(minute, Forecast.Predict(signals.History.AsSpan(), signals.LoadTime > Shortest ? signals.LoadTime : Shortest));
    }
}
