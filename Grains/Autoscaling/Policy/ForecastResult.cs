namespace OrleansInference.Autoscaling.Policy;

/// <summary>What is expected, by a method that has proved itself.</summary>
/// <param name="Value">Offered work, in replicas.</param>
/// <param name="Method"><c>trend</c> or <c>season</c>.</param>
/// <param name="Error">Its mean error on the recent past; see <see cref="Forecast"/>.</param>
/// <param name="ErrorOfNow">The error of the guess that nothing changes.</param>
internal sealed record ForecastResult(double Value, string Method, double Error, double ErrorOfNow);
