using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Ensembles;

/// <summary>Makes a step's request out of the tensors that are there. Data is handed on by reference.</summary>
internal static class StepInputs
{
    /// <param name="step">Whose inputs are wanted.</param>
    /// <param name="signature">Of its model; null where it is not known, and then nothing is checked.</param>
    /// <param name="tensors">One for each of its inputs. One that isn't there was optional, and is left out.</param>
    /// <param name="fault">Why the model can't be asked; then the result is empty.</param>
    public static ImmutableArray<InferenceTensor> Of(PlannedStep step, ModelSignature? signature, StepTensor[] tensors, out InferenceFault? fault)
    {
        fault = null;
        var inputs = ImmutableArray.CreateBuilder<InferenceTensor>(step.Inputs.Length);
        for (var i = 0; i < step.Inputs.Length; i++)
        {
            if (tensors[i].Tensor is not { } tensor) continue;
            var name = step.Step.Inputs[i].ModelTensor;
            var shape = tensor.Shape;
            if (SpecOf(signature, name) is { } spec)
            {
                shape = TensorShapes.Convert(shape, tensors[i].IsBatched, spec, signature!.MaxBatchSize > 0);
                if (!Fits(spec, tensor.DataType, shape))
                {
                    fault = InferenceFault.Of(FaultKind.InvalidInput, $"tensor '{tensor.Name}' is {Text(tensor.DataType, shape)}; expected for input '{name}': {Text(spec.DataType, spec.Shape)}");
                    return [];
                }
            }
            inputs.Add(tensor with { Name = name, Shape = shape });
        }
        if (signature is not null && Missing(signature, inputs) is { } missing)
            fault = InferenceFault.Of(FaultKind.InvalidInput, $"missing input '{missing}'; the tensor for it was left out");
        return inputs.DrainToImmutable();
    }

    private static TensorSpec? SpecOf(ModelSignature? signature, string input)
    {
        if (signature is not null)
            foreach (var spec in signature.Inputs)
                if (spec.Name == input) return spec;
        return null;
    }

    private static bool Fits(TensorSpec spec, TensorDataType type, ImmutableArray<long> shape) =>
        (spec.DataType == TensorDataType.Unknown || spec.DataType == type) && (spec.Shape.IsDefault || TensorShapes.Fit(spec.Shape.AsSpan(), shape.AsSpan()));

    private static string? Missing(ModelSignature signature, ImmutableArray<InferenceTensor>.Builder inputs)
    {
        foreach (var spec in signature.Inputs)
        {
            var isThere = spec.Optional;
            for (var i = 0; i < inputs.Count && !isThere; i++) isThere = inputs[i].Name == spec.Name;
            if (!isThere) return spec.Name;
        }
        return null;
    }

    private static string Text(TensorDataType type, ImmutableArray<long> shape) => $"{type.ToProtocolName()} {(shape.IsDefault ? "of any shape" : $"[{string.Join(',', shape)}]")}".TrimStart();
}
