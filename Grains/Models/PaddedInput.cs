namespace OrleansInference.Models;

/// <summary>A dimension of an input that may differ within a batch.</summary>
/// <param name="Input">Its name.</param>
/// <param name="Dimension">Counted with the batch dimension, so at least 1.</param>
/// <param name="Value">What fills it up; what masks what was filled is another input, padded with 0.</param>
public sealed record PaddedInput(string Input, int Dimension, double Value);
