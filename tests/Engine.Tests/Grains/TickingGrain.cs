namespace OrleansInference.Engine.Tests.Grains;

/// <summary>Timers that count their ticks; every tick of one named "failing" throws.</summary>
public sealed class TickingGrain(Journal journal) : Grain, ITickingGrain
{
    private readonly List<IGrainTimer> _timers = [];

    public Task Start(string name, TimeSpan period, bool interleave)
    {
        var ticks = 0;
        _timers.Add(this.RegisterGrainTimer(
            _ =>
            {
                journal.Add($"{name} {++ticks}");
                return name == "failing" ? throw new InvalidOperationException("This tick fails.") : Task.CompletedTask;
            },
            new() { DueTime = period, Period = period, Interleave = interleave }));
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        foreach (var timer in _timers) timer.Dispose();
        _timers.Clear();
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        journal.Add($"holds {gate}");
        await journal.Gate(gate);
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
