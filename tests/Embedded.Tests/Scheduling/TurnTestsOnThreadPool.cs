namespace OrleansInference.Embedded.Tests.Scheduling;

public sealed class TurnTestsOnThreadPool : TurnTests
{
    protected override Task Run(Body body, Action<ISiloBuilder>? configure = null) => OnThreadPool(body, configure);
}
