namespace OrleansInference.Engine.Tests.Grains;

[StatelessWorker]
public sealed class FleetingWorkerGrain : Grain, IFleetingWorkerGrain
{
    public Task Nothing() => Task.CompletedTask;
}
