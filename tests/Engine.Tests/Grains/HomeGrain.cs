using Orleans.Placement;

namespace OrleansInference.Engine.Tests.Grains;

[PreferLocalPlacement]
public sealed class HomeGrain(Journal journal, ILocalSiloDetails silo) : Grain, IHomeGrain
{
    private IGrainTimer? _timer;

    public Task<SiloAddress> StartTicking()
    {
        _timer ??= this.RegisterGrainTimer(Tick, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        return Task.FromResult(silo.SiloAddress);
    }

    private Task Tick()
    {
        journal.Add("tick");
        return Task.CompletedTask;
    }
}
