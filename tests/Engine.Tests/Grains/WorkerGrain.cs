namespace OrleansInference.Engine.Tests.Grains;

[StatelessWorker(2, removeIdleWorkers: false)]
public sealed class WorkerGrain(Journal journal, ILocalSiloDetails silo) : Grain, IWorkerGrain
{
    public async Task<string> Pass(string gate)
    {
        journal.Add($"in {gate}");
        await journal.Gate(gate);
        return GrainContext.ActivationId.ToString();
    }

    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);
}
