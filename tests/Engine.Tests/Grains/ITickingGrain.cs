namespace OrleansInference.Engine.Tests.Grains;

public interface ITickingGrain : IGrainWithStringKey
{
    [AlwaysInterleave]
    Task Start(string name, TimeSpan period, bool interleave);

    Task Stop();

    Task Hold(string gate);

    Task Leave();
}
