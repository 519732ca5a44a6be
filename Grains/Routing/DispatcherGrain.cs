using Orleans.Concurrency;
using OrleansInference.Models;
using OrleansInference.Placement;
using OrleansInference.Replicas;
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

    public Task Publish(RoutingDelta delta) => dispatcher.Apply(delta);

    public Task<OfferAnswer> Offer(PoolKey pool, PoolLoad load, bool isLast) => Task.FromResult(dispatcher.Accept(pool, load, isLast));

    public Task<ShadowStatistics?> ShadowStatistics(ModelVersion shadow) => Task.FromResult(dispatcher.Shadows.StatisticsOf(shadow));
}
