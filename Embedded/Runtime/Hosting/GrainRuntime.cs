using Orleans.Timers;

namespace OrleansInference.Embedded;

/// <summary>What grains reach of their silo.</summary>
internal sealed class GrainRuntime(Silo silo, IGrainFactory grainFactory, ITimerRegistry timerRegistry, IServiceProvider services) : IGrainRuntime
{
    public string SiloIdentity => silo.ToString();

    public SiloAddress SiloAddress => silo.Address;

    public IGrainFactory GrainFactory { get; } = grainFactory;

    public ITimerRegistry TimerRegistry { get; } = timerRegistry;

    public IServiceProvider ServiceProvider { get; } = services;

    public TimeProvider TimeProvider => silo.Clock;

    public void DeactivateOnIdle(IGrainContext grainContext) =>
        grainContext.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => ((Activation)grainContext).DelayDeactivation(timeSpan);
}
