using Orleans.Timers;

namespace Orleans.Runtime;

/// <summary>What a grain reaches of its silo.</summary>
public interface IGrainRuntime
{
    string SiloIdentity { get; }
    SiloAddress SiloAddress { get; }
    IGrainFactory GrainFactory { get; }
    ITimerRegistry TimerRegistry { get; }
    IServiceProvider ServiceProvider { get; }
    TimeProvider TimeProvider { get; }
    void DeactivateOnIdle(IGrainContext grainContext);
    void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan);
}
