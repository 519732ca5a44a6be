using System.Collections.Immutable;

namespace OrleansInference.Ensembles;

/// <summary>A step with its tensors as numbers.</summary>
/// <param name="Step">As the configuration has it.</param>
/// <param name="Inputs">The tensor of each of its inputs, in the order of the map.</param>
/// <param name="Reads">The same, each once.</param>
/// <param name="Outputs">The tensor of each of its outputs, in the order of the map.</param>
internal sealed record PlannedStep(EnsembleStep Step, ImmutableArray<int> Inputs, ImmutableArray<int> Reads, ImmutableArray<int> Outputs)
{
    /// <summary>The tensor that an output of the model becomes; null where the ensemble has no use for it.</summary>
    public int? TensorOf(string output)
    {
        for (var i = 0; i < Outputs.Length; i++)
            if (Step.Outputs[i].ModelTensor == output) return Outputs[i];
        return null;
    }
}
