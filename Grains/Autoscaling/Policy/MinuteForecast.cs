namespace OrleansInference.Autoscaling.Policy;

/// <summary>A forecast, and the minute that it was made in: the history it is made from changes once a minute.</summary>
internal readonly record struct MinuteForecast(long Minute, ForecastResult? Result);
