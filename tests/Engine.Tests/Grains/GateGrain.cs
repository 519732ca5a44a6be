namespace OrleansInference.Engine.Tests.Grains;

[GrainType("gate")]
public class GateGrain(Journal journal) : Grain, IGateGrain
{
    public Task Pass(string gate) => PassThrough(gate);

    public Task PassSoon(string gate) => PassThrough(gate);

    public Task PassInterleaved(string gate) => PassThrough(gate);

    public Task Read(string gate) => PassThrough(gate);

    public async Task CallBack(bool allowReentrancy)
    {
        using var section = allowReentrancy ? RequestContext.AllowCallChainReentrancy() : default(IDisposable);
        await GrainFactory.GetGrain<IBounceGrain>(this.GetPrimaryKeyString()).BounceTo(this.AsReference<IGateGrain>());
    }

    public Task Note(string text)
    {
        journal.Add(text);
        return Task.CompletedTask;
    }

    private async Task PassThrough(string gate)
    {
        var scheduler = TaskScheduler.Current;
        journal.Add($"in {gate}");
        await journal.Gate(gate);
        Assert.Same(scheduler, TaskScheduler.Current);
        journal.Add($"out {gate}");
    }
}
