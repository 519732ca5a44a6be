namespace OrleansInference.Embedded.Tests.Grains;

public interface IWorkOnSiloGrain : IGrainWithStringKey
{
    Task Pass(string gate);

    Task Nothing();
}
