using OrleansInference.Engine.Tests.Placement;

namespace OrleansInference.Engine.Tests.Grains;

[OnSilo]
public sealed class WorkOnSiloGrain(Journal journal) : Grain, IWorkOnSiloGrain
{
    public async Task Pass(string gate)
    {
        journal.Add($"in {gate}");
        await journal.Gate(gate);
        journal.Add($"out {gate}");
    }

    public Task Nothing() => Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"deactivated {reason.ReasonCode}");
        return Task.CompletedTask;
    }
}
