namespace OrleansInference.Engine.Tests.Storage;

public interface INoteGrain : IGrainWithStringKey
{
    /// <summary>The text, whether it is kept, and the activation.</summary>
    Task<(string Text, bool Exists, string Activation)> Read();

    Task Write(string text);

    /// <summary>Returns the ETag that the conflict tells as stored; reads anew and writes then.</summary>
    Task<string?> WriteDespiteConflict(string text);

    Task Clear();

    /// <summary>Somebody else writes.</summary>
    Task Overwrite(string text);

    Task Leave();
}
