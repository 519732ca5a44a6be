using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.FrontDoors.Validation;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Outputs;

/// <summary>From what a model answered to what was asked for: the requested outputs in the requested order, classified or not.</summary>
internal static class OutputSelection
{
    /// <summary><paramref name="outputs"/> are views over the response's memory, which therefore must outlive them.</summary>
    public static InferenceFault? Select(
        InferenceResponse response,
        ModelSignature? signature,
        ImmutableArray<OutputRequest> requests,
        out ImmutableArray<InferenceTensor> outputs)
    {
        outputs = response.Outputs;
        if (requests.IsEmpty)
            return null;
        var selected = new InferenceTensor[requests.Length];
        for (var i = 0; i < selected.Length; i++)
        {
            if (response.Outputs.Find(requests[i].Name) is not { } output)
                return Faults.Invalid(
                    $"unexpected output '{requests[i].Name}' for model '{response.Model.Model}', its answer has " +
                    string.Join(", ", response.Outputs.Select(o => $"'{o.Name}'")));
            if (requests[i].Classes > 0 && Classification.Apply(ref output, signature, requests[i].Classes) is { } fault)
                return fault;
            selected[i] = output;
        }
        outputs = ImmutableCollectionsMarshal.AsImmutableArray(selected);
        return null;
    }
}
