namespace OrleansInference.Engine.Tests.Grains;

public interface IWorkOnSiloGrain : IGrainWithStringKey
{
    Task Pass(string gate);

    Task Nothing();
}
