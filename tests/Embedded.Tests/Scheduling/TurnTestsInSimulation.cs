namespace OrleansInference.Embedded.Tests.Scheduling;

public sealed class TurnTestsInSimulation : TurnTests
{
    protected override Task Run(Body body, Action<ISiloBuilder>? configure = null) => InSimulation(body, configure);
}
