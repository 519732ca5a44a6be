namespace OrleansInference.Embedded.Tests.Calls;

public sealed class CallEndTestsInSimulation : CallEndTests
{
    protected override Task Run(Body body, Action<ISiloBuilder>? configure = null) => InSimulation(body, configure);
}
