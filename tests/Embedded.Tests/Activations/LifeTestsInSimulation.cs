namespace OrleansInference.Embedded.Tests.Activations;

public sealed class LifeTestsInSimulation : LifeTests
{
    protected override Task Run(Body body, Action<ISiloBuilder>? configure = null) => InSimulation(body, configure);
}
