namespace OrleansInference.Embedded.Tests.Grains;

public interface IBounceGrain : IGrainWithStringKey
{
    Task BounceTo(IGateGrain caller);
}
