using OrleansInference.Autoscaling.Signals;

namespace OrleansInference.Autoscaling.Policy;

/// <summary>Forecasts once a minute.</summary>
internal static class Forecasts
{
    /// <summary>Between two decisions.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    public static MinuteForecast Of(MinuteForecast? last, ScalingSignals signals, DateTimeOffset now)
    {
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        if (last is { } known && known.Minute == minute) return known;
        return new MinuteForecast(minute, Forecast.Predict(signals.History.AsSpan(), signals.LoadTime > Shortest ? signals.LoadTime : Shortest));
    }
}
