namespace OrleansInference.Ensembles;

/// <summary>Something that keeps an ensemble from being served.</summary>
/// <param name="Place">What it is about.</param>
/// <param name="Index">Of the input, the output or the step.</param>
/// <param name="Key">Of the map's entry; empty elsewhere.</param>
/// <param name="Text">What is wrong, as the rest of a sentence that begins with the place.</param>
internal readonly record struct EnsembleProblem(EnsemblePlace Place, int Index, string Key, string Text);
