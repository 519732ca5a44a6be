using Orleans.Concurrency;
using OrleansInference.Placement;

namespace OrleansInference.Bench;

/// <inheritdoc cref="IEchoGrain"/>
[PlaceOnSilo, Reentrant]
internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<EchoMessage> Echo(EchoMessage message) => Task.FromResult(message);

    public async Task<EchoMessage> EchoByWorker(EchoMessage message) => await GrainFactory.GetGrain<IEchoWorkerGrain>(0).Echo(message);
}
