using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansInference.Client;

namespace OrleansInference.Samples.Classifier;

/// <summary>Ready while every model that this service needs takes requests.</summary>
internal sealed class ModelsHealth(IInferenceClient client) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            foreach (var model in (string[])[Classifiers.Language, Classifiers.Digits])
                if (!await client.IsModelReadyAsync(model, cancellationToken: cancellationToken))
                    return HealthCheckResult.Unhealthy($"Model '{model}' is not ready.");
            return HealthCheckResult.Healthy();
        }
        catch (InferenceException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message, exception);
        }
    }
}
