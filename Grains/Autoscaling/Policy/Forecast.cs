namespace OrleansInference.Autoscaling.Policy;

/// <summary>The offered work to come, where the past shows that it can be told.</summary>
internal static class Forecast
{
    /// <summary>What is expected <paramref name="horizon"/> ahead; null where no method has proved better than the guess that nothing changes.</summary>
    /// <param name="minutes">Offered work of each whole minute, in replicas; the latest last.</param>
    /// <param name="horizon">How far ahead; up to an hour.</param>
    public static ForecastResult? Predict(ReadOnlySpan<double> minutes, TimeSpan horizon) => null;
}
