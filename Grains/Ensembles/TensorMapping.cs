namespace OrleansInference.Ensembles;

/// <summary>One entry of a step's <c>input_map</c> or <c>output_map</c>.</summary>
/// <param name="ModelTensor">An input or output of the step's model; the entry's key.</param>
/// <param name="EnsembleTensor">The name by which the ensemble knows it; the entry's value.</param>
public readonly record struct TensorMapping(string ModelTensor, string EnsembleTensor);
