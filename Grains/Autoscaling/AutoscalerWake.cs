using Microsoft.Extensions.Logging;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>Tells the autoscaler that requests wait for a version that has no replica; nobody waits for that. Any thread.</summary>
/// <param name="autoscaler">A reference to the one of the cluster.</param>
internal sealed partial class AutoscalerWake(Func<IAutoscaleGrain> autoscaler, ILogger<AutoscalerWake> logger)
{
    public async void Wake(ModelVersion model)
    {
        try
        {
            await autoscaler().Wake(model);
        }
        catch (Exception exception)
        {
            // Harmless: it is told again every second while they wait.
            LogLost(model, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The autoscaler did not hear that requests wait for {Model}: {Reason}")]
    private partial void LogLost(ModelVersion model, string reason);
}
