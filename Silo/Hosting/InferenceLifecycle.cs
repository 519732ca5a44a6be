using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Routing;

namespace OrleansInference.Hosting;

/// <summary>
/// Starts this silo's dispatcher and pools once the silo is active, and drains the pools while it still is: calls that are queued
/// when a silo begins to stop would fail.
/// </summary>
internal sealed partial class InferenceLifecycle(
    IModelCatalog catalog, IGrainFactory grains, ILocalSiloDetails silo, ILogger<InferenceLifecycle> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(InferenceLifecycle), ServiceLifecycleStage.Active + 1, Start, Stop);

    private async Task Start(CancellationToken cancellationToken)
    {
        await grains.GetGrain<IDispatcherGrain>(silo.SiloAddress.ToParsableString()).Start();
        foreach (var spec in Specs) _ = Load(spec);
    }

    private Task Stop(CancellationToken cancellationToken) => Task.WhenAll(Specs.Select(spec => Drain(spec, cancellationToken)));

    private IEnumerable<ModelSpec> Specs => catalog.Entries.Select(entry => entry.Spec).OfType<ModelSpec>();

    private IReplicaPoolGrain PoolOf(ModelSpec spec) =>
        grains.GetGrain<IReplicaPoolGrain>(new PoolKey(spec.Id, silo.SiloAddress).ToString());

    /// <summary>Models load beside each other and after the silo has started; the pools report how it went.</summary>
    private async Task Load(ModelSpec spec)
    {
        try
        {
            await PoolOf(spec).Resize(spec.Replicas.Length);
        }
        catch (Exception exception)
        {
            LogStartFailed(exception, spec.Id);
        }
    }

    private async Task Drain(ModelSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            await PoolOf(spec).Drain().WaitAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            LogDrainFailed(spec.Id, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The pool of {Model} could not be started")]
    private partial void LogStartFailed(Exception exception, ModelVersion model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The pool of {Model} did not drain: {Reason}")]
    private partial void LogDrainFailed(ModelVersion model, string reason);
}
