namespace OrleansInference.Engine.Tests.Grains;

public sealed class BounceGrain : Grain, IBounceGrain
{
    public Task BounceTo(IGateGrain caller) => caller.Note("bounced");
}
