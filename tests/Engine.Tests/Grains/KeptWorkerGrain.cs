namespace OrleansInference.Engine.Tests.Grains;

[StatelessWorker(1, removeIdleWorkers: false), KeepAlive]
public sealed class KeptWorkerGrain : Grain, IKeptWorkerGrain
{
    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString());
}
