namespace OrleansInference.Models;

/// <summary>A dimension of an output that is as long as the request's first padded input dimension.</summary>
/// <param name="Output">Its name.</param>
/// <param name="Dimension">Counted with the batch dimension, so at least 1.</param>
public sealed record PaddedOutput(string Output, int Dimension);
