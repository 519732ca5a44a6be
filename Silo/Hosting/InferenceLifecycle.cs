using OrleansInference.Control;
using OrleansInference.FrontDoors.Cluster;
using OrleansInference.Routing;

namespace OrleansInference.Hosting;

/// <summary>
/// Starts this silo's models and dispatcher once the silo is active, and drains both while it still is: calls that are queued
/// when a silo begins to stop would fail.
/// </summary>
internal sealed partial class InferenceLifecycle(
    IGrainFactory grains, Dispatcher dispatcher, ILocalSiloDetails silo, ClusterDoor door, ILogger<InferenceLifecycle> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(InferenceLifecycle), ServiceLifecycleStage.Active + 1, Start, Stop);

    private string Key => silo.SiloAddress.ToParsableString();

    /// <summary>Models load beside each other and after the silo has started; the pools report how it went.</summary>
    private async Task Start(CancellationToken cancellationToken)
    {
        await grains.GetGrain<IModelControlGrain>(Key).Start();
        await grains.GetGrain<IDispatcherGrain>(Key).Start();
        door.Open();
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IModelControlGrain>(Key).Stop().WaitAsync(cancellationToken);
            // What came to this silo's doors before they closed may wait for, or run on, another silo.
            await dispatcher.DrainAsync().WaitAsync(cancellationToken);
            // The last of what was asked here would else be lost to the autoscaler.
            await dispatcher.RefreshAsync().WaitAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            LogDrainFailed(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo's pools did not drain: {Reason}")]
    private partial void LogDrainFailed(string reason);
}
