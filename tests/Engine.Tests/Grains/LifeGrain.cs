using Orleans.Placement;

namespace OrleansInference.Engine.Tests.Grains;

[PreferLocalPlacement]
public sealed class LifeGrain(Journal journal, TimeProvider clock) : Grain, ILifeGrain, IDisposable
{
    private IGrainTimer? _timer;
    private int _ticks;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (this.GetPrimaryKeyString().StartsWith("broken", StringComparison.Ordinal)) throw new InvalidOperationException("Can't activate.");
        if (this.GetPrimaryKeyString() == "hasty") DeactivateOnIdle();
        journal.Add("activated");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"deactivated {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public void Dispose() => journal.Add("disposed");

    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString());

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Move()
    {
        MigrateOnIdle();
        return Task.CompletedTask;
    }

    public Task Stay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task StartTimer(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive)
    {
        _timer = this.RegisterGrainTimer(
            static (grain, token) => grain.Tick(token), this, new() { DueTime = due, Period = period, Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        journal.Add($"holds {gate}");
        await journal.Gate(gate);
    }

    private async Task Tick(CancellationToken token)
    {
        var number = ++_ticks;
        journal.Add($"tick {number} at {clock.GetUtcNow():HH:mm:ss}");
        await Task.Delay(TimeSpan.FromSeconds(1), clock, token);
        if (number == 2) throw new InvalidOperationException("A tick that fails does not stop the timer.");
    }
}
