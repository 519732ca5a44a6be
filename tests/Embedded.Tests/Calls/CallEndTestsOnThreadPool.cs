namespace OrleansInference.Embedded.Tests.Calls;

public sealed class CallEndTestsOnThreadPool : CallEndTests
{
    protected override Task Run(Body body, Action<ISiloBuilder>? configure = null) => OnThreadPool(body, configure);
}
