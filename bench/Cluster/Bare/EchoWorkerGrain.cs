using Orleans.Concurrency;

namespace OrleansInference.Bench;

/// <inheritdoc cref="IEchoWorkerGrain"/>
[StatelessWorker(16, removeIdleWorkers: false)]
internal sealed class EchoWorkerGrain : Grain, IEchoWorkerGrain
{
    public Task<EchoMessage> Echo(EchoMessage message) => Task.FromResult(message);
}
