namespace OrleansInference.Engine.Tests.Grains;

public interface IGateGrain : IGrainWithStringKey
{
    Task Pass(string gate);

    [AlwaysInterleave]
    Task PassInterleaved(string gate);

    [ReadOnly]
    Task Read(string gate);

    Task CallBack(bool allowReentrancy);

    [ResponseTimeout("00:00:02")]
    Task PassSoon(string gate);

    [ResponseTimeout("00:00:03")]
    Task Note(string text);
}
