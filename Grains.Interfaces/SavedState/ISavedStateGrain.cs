namespace OrleansInference.SavedState;

/// <summary>One document that outlives every silo, keyed by its name. A grain of its own, so that whoever uses it goes on where its storage does not answer.</summary>
[Alias("oi.ISavedStateGrain")]
public interface ISavedStateGrain : IGrainWithStringKey
{
    /// <summary>What is stored. An exception where the storage can't tell.</summary>
    [Alias("Read")]
    Task<SavedText> Read();

    /// <summary>
    /// Stores a text in place of what has the tag <paramref name="replaces"/> (null: of nothing); where something else is stored by now, leaves that. An exception where the
    /// storage can't store it, or can't tell whether it has.
    /// </summary>
    [Alias("Write")]
    Task<SavedWrite> Write(string text, string? replaces);
}
