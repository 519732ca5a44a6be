namespace OrleansInference.Embedded.Tests.Grains;

public sealed class BounceGrain : Grain, IBounceGrain
{
    public Task BounceTo(IGateGrain caller) => caller.Note("bounced");
}
