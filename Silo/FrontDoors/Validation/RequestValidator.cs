using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Validation;

/// <summary>
/// Whether a decoded request fits the model's signature. What a signature leaves open (an unknown datatype or rank, a dynamic
/// dimension, outputs that the program does not tell) fits anything.
/// </summary>
internal static class RequestValidator
{
    /// <summary>
    /// The first thing that is wrong, or null. Inputs are consistent in themselves already (<see cref="TensorValidator"/>).
    /// </summary>
    public static InferenceFault? Check(
        string model, ModelSignature signature, ImmutableArray<InferenceTensor> inputs, ImmutableArray<OutputRequest> outputs) =>
        CheckInputNames(model, signature, inputs)
        ?? CheckInputs(model, signature, inputs)
        ?? CheckOutputs(model, signature, outputs);

    private static InferenceFault? CheckInputNames(string model, ModelSignature signature, ImmutableArray<InferenceTensor> inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (signature.Inputs.Find(inputs[i].Name) is null)
                return Faults.Invalid(
                    $"unexpected input '{inputs[i].Name}' for model '{model}', expected {Describe(signature.Inputs)}");
            for (var j = 0; j < i; j++)
                if (inputs[j].Name == inputs[i].Name)
                    return Faults.Invalid($"input '{inputs[i].Name}' is given twice, expected once");
        }
        foreach (var spec in signature.Inputs)
            if (!spec.Optional && inputs.Find(spec.Name) is null)
                return Faults.Invalid(
                    $"missing input '{spec.Name}' for model '{model}', expected {Describe(signature.Inputs)}, got {Names(inputs)}");
        return null;
    }

    private static InferenceFault? CheckInputs(string model, ModelSignature signature, ImmutableArray<InferenceTensor> inputs)
    {
        foreach (var input in inputs)
        {
            var spec = signature.Inputs.Find(input.Name)!;
            if (spec.DataType != TensorDataType.Unknown && spec.DataType != input.DataType)
                return Faults.Invalid(
                    $"input '{input.Name}' of model '{model}': expected {spec.DataType.ToProtocolName()}, " +
                    $"got {input.DataType.ToProtocolName()}");
            if (!spec.Shape.IsDefault && !Fits(spec.Shape.AsSpan(), input.Shape.AsSpan()))
                return Faults.Invalid(
                    $"input '{input.Name}' of model '{model}': expected shape {TensorShape.Format(spec.Shape.AsSpan())}" +
                    $"{(spec.Shape.Contains(-1) ? " (-1: any)" : "")}, got {TensorShape.Format(input.Shape.AsSpan())}");
            if (signature.MaxBatchSize > 0 && CheckBatch(model, signature.MaxBatchSize, inputs[0], input) is { } fault)
                return fault;
        }
        return null;
    }

    private static InferenceFault? CheckBatch(string model, int maxBatchSize, InferenceTensor first, InferenceTensor input)
    {
        var expected = input.Shape switch
        {
            [] => $"a shape that begins with the batch size, 1 to {maxBatchSize}",
            [0, ..] => $"a batch of 1 to {maxBatchSize} items, not an empty one",
            [var items, ..] when items > maxBatchSize => $"a batch of at most {maxBatchSize} items",
            [var items, ..] when items != first.Shape[0] => $"a batch of {first.Shape[0]} items, as in '{first.Name}'",
            _ => null,
        };
        return expected is null
            ? null
            : Faults.Invalid(
                $"input '{input.Name}' of model '{model}': expected {expected}, got shape {TensorShape.Format(input.Shape.AsSpan())}");
    }

    private static InferenceFault? CheckOutputs(string model, ModelSignature signature, ImmutableArray<OutputRequest> outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            var name = outputs[i].Name;
            if (!signature.Outputs.IsEmpty && signature.Outputs.Find(name) is null)
                return Faults.Invalid($"unexpected output '{name}' for model '{model}', expected some of {Describe(signature.Outputs)}");
            for (var j = 0; j < i; j++)
                if (outputs[j].Name == name)
                    return Faults.Invalid($"output '{name}' is requested twice, expected once");
        }
        return null;
    }

    private static bool Fits(ReadOnlySpan<long> expected, ReadOnlySpan<long> shape)
    {
        if (expected.Length != shape.Length)
            return false;
        for (var i = 0; i < shape.Length; i++)
            if (expected[i] >= 0 && expected[i] != shape[i])
                return false;
        return true;
    }

    private static string Describe(ImmutableArray<TensorSpec> specs) =>
        specs.IsEmpty ? "none" : string.Join(", ", specs.Select(spec => $"'{spec.Name}'{(spec.Optional ? " (optional)" : "")}"));

    private static string Names(ImmutableArray<InferenceTensor> inputs) =>
        inputs.IsEmpty ? "none" : string.Join(", ", inputs.Select(input => $"'{input.Name}'"));
}
