namespace OrleansInference.Embedded.Tests.Activations;

public sealed class LifeTestsOnThreadPool : LifeTests
{
    protected override Task Run(Body body, Action<ISiloBuilder>? configure = null) => OnThreadPool(body, configure);
}
