using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Autoscaling;

/// <summary>Asks the one autoscale grain of the cluster.</summary>
/// <param name="catalog">Of this silo: where no model of it is scaled, there is nothing to ask for.</param>
/// <param name="autoscaleGrain">A reference to it from the engine, or another in a test.</param>
internal sealed partial class ClusterAutoscaler(
    ModelCatalog catalog, Func<IAutoscaleGrain> autoscaleGrain, TimeProvider time, ILogger<ClusterAutoscaler> logger) : IAutoscaler
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    public bool IsEnabled => catalog.Entries.Any(static entry => entry.Spec?.Scaling is not null);

    public Task<(AutoscalerStatus? Status, InferenceFault? Fault)> StatusAsync(CancellationToken cancellationToken) =>
        AskAsync<AutoscalerStatus?>(grain => grain.Status()!, "try again", cancellationToken);

    public async Task<InferenceFault?> SetAsync(ScalingOverride change, CancellationToken cancellationToken)
    {
        var stamped = change with { Stamp = time.GetUtcNow().UtcTicks };
        var (refusal, fault) = await AskAsync(grain => grain.Set(stamped), "see whether the change was made, and try again", cancellationToken);
        return fault ?? (refusal is null ? null : InferenceFault.Of(FaultKind.InvalidInput, refusal));
    }

    public async Task<(VersionScaling? Scaling, InferenceFault? Fault)> WhatIfAsync(
        ModelVersion model, ScalingSpec spec, CancellationToken cancellationToken)
    {
        var (scaling, fault) = await AskAsync(grain => grain.WhatIf(model, spec), "try again", cancellationToken);
        return scaling is null && fault is null
            ? (null, InferenceFault.Of(FaultKind.UnknownModel, $"the autoscaler does not know model '{model}'"))
            : (scaling, fault);
    }

    private async Task<(T? Answer, InferenceFault? Fault)> AskAsync<T>(
        Func<IAutoscaleGrain, Task<T?>> ask, string advice, CancellationToken cancellationToken)
    {
        try
        {
            return (await ask(autoscaleGrain()).WaitAsync(AnswerTimeout, time, cancellationToken), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogSilent(exception);
            return (default, InferenceFault.Of(FaultKind.Unavailable, $"the autoscaler did not answer: {exception.Message}; {advice}"));
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The autoscaler did not answer")]
    private partial void LogSilent(Exception exception);
}
