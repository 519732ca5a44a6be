namespace OrleansInference.Embedded.Tests.Grains;

public interface IGateGrain : IGrainWithStringKey
{
    Task Pass(string gate);

    [AlwaysInterleave]
    Task PassInterleaved(string gate);

    [ReadOnly]
    Task Read(string gate);

    Task CallBack(bool allowReentrancy);

    Task Note(string text);
}
