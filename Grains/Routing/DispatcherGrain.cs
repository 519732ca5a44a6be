using Orleans.Concurrency;
using OrleansInference.Models;
using OrleansInference.Placement;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.Routing;

/// <inheritdoc cref="IDispatcherGrain"/>
[PlaceOnSilo, KeepAlive, Reentrant]
internal sealed class DispatcherGrain(Dispatcher dispatcher) : Grain, IDispatcherGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(dispatcher.RefreshAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Dispatcher.RefreshPeriod) { Interleave = true });
        return Task.CompletedTask;
    }

    /// <summary>Activation is all it takes.</summary>
    public Task Start() => Task.CompletedTask;

    public Task Refresh(string model) => dispatcher.RefreshAsync(model);

    public Task Publish(RoutingSnapshot snapshot)
    {
        dispatcher.Apply(snapshot);
        return Task.CompletedTask;
    }

    public Task<ShadowStatistics?> ShadowStatistics(ModelVersion shadow) => Task.FromResult(dispatcher.Shadows.StatisticsOf(shadow));
}
