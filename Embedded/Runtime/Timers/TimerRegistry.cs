using Orleans.Timers;

namespace OrleansInference.Embedded;

/// <summary>Makes the timers of grains.</summary>
internal sealed class TimerRegistry : ITimerRegistry
{
    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grainContext);
        ArgumentNullException.ThrowIfNull(callback);
        if (!ReferenceEquals(RuntimeContext.Current, grainContext))
            throw new InvalidOperationException("A grain timer can be made only by its own grain, in one of its turns.");
        return new GrainTimer((Activation)grainContext, token => callback(state, token), options);
    }
}
