namespace OrleansInference.Engine.Tests.Grains;

public interface IBounceGrain : IGrainWithStringKey
{
    Task BounceTo(IGateGrain caller);
}
