using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Ensembles;

/// <summary>
/// Whether the tensors of an ensemble fit the models of its steps. Triton's rules: types are equal; shapes are where neither side has an open
/// dimension, with or without the batch dimension; a step that batches takes batches as large as the ensemble's.
/// </summary>
internal sealed class EnsembleFit
{
    private readonly Dictionary<string, Declared> _types = new(StringComparer.Ordinal), _shapes = new(StringComparer.Ordinal);
    private readonly ImmutableArray<EnsembleProblem>.Builder _problems = ImmutableArray.CreateBuilder<EnsembleProblem>();
    private readonly ModelSignature _ensemble;

    private EnsembleFit(ModelSignature ensemble) => _ensemble = ensemble;

    /// <summary>Everything that doesn't fit, as far as it is known.</summary>
    /// <param name="ensemble">What the ensemble declares.</param>
    /// <param name="spec">Its steps.</param>
    /// <param name="steps">The signature of each step's model; null where it is not known yet.</param>
    public static ImmutableArray<EnsembleProblem> Check(ModelSignature ensemble, EnsembleSpec spec, IReadOnlyList<ModelSignature?> steps)
    {
        var fit = new EnsembleFit(ensemble);
        fit.DeclareOwn(ensemble.Inputs, EnsemblePlace.Input);
        fit.DeclareOwn(ensemble.Outputs, EnsemblePlace.Output);
        for (var i = 0; i < spec.Steps.Length; i++)
            if (steps[i] is { } signature) fit.CheckStep(i, spec.Steps[i], signature);
        return fit._problems.ToImmutable();
    }

    private void DeclareOwn(ImmutableArray<TensorSpec> tensors, EnsemblePlace place)
    {
        for (var i = 0; i < tensors.Length; i++) Declare(tensors[i].Name, new Declared(tensors[i], _ensemble.MaxBatchSize > 0, "the ensemble"), place, i, "");
    }

    private void CheckStep(int index, EnsembleStep step, ModelSignature signature)
    {
        if (signature.MaxBatchSize > 0 && signature.MaxBatchSize < _ensemble.MaxBatchSize)
            Add(EnsemblePlace.Step, index, "", $"takes batches of at most {signature.MaxBatchSize}, and max_batch_size of the ensemble is {_ensemble.MaxBatchSize}");
        foreach (var input in signature.Inputs)
            if (!input.Optional && step.Inputs.All(mapping => mapping.ModelTensor != input.Name))
                Add(EnsemblePlace.Step, index, "", $"needs its model's input '{input.Name}', which input_map leaves out");
        CheckMap(index, step, signature, signature.Inputs, step.Inputs, EnsemblePlace.InputMap);
        // A program that does not tell its outputs may have any.
        if (!signature.Outputs.IsEmpty) CheckMap(index, step, signature, signature.Outputs, step.Outputs, EnsemblePlace.OutputMap);
    }

    private void CheckMap(
        int index, EnsembleStep step, ModelSignature signature, ImmutableArray<TensorSpec> tensors, ImmutableArray<TensorMapping> map, EnsemblePlace place)
    {
        foreach (var (name, tensor) in map)
            if (tensors.FirstOrDefault(known => known.Name == name) is { } spec)
                Declare(tensor, new Declared(spec, signature.MaxBatchSize > 0, $"model '{step.Model}'"), place, index, name);
            else
                Add(place, index, name, $"names no {(place == EnsemblePlace.InputMap ? "input" : "output")} of model '{step.Model}'; it has {string.Join(", ", tensors.Select(known => $"'{known.Name}'"))}");
    }

    /// <summary>Compares with who declared the tensor first.</summary>
    private void Declare(string tensor, Declared declared, EnsemblePlace place, int index, string key)
    {
        if (declared.Tensor.DataType != TensorDataType.Unknown && !_types.TryAdd(tensor, declared) && _types[tensor] is var first
            && first.Tensor.DataType != declared.Tensor.DataType)
            Add(place, index, key, $"makes '{tensor}' {declared.Tensor.DataType.ToProtocolName()} for {declared.Whose}, and it is {first.Tensor.DataType.ToProtocolName()} for {first.Whose}");
        if (!declared.Tensor.Shape.IsDefault && !_shapes.TryAdd(tensor, declared) && _shapes[tensor] is var before && !before.FitsShapeOf(declared))
            Add(place, index, key, $"makes '{tensor}' {Text(declared)} for {declared.Whose}, and it is {Text(before)} for {before.Whose}");
    }

    private static string Text(Declared declared) => $"[{string.Join(',', declared.Tensor.Shape)}]";

    private void Add(EnsemblePlace place, int index, string key, string text) => _problems.Add(new EnsembleProblem(place, index, key, text));

    private readonly record struct Declared(TensorSpec Tensor, bool IsBatched, string Whose)
    {
        private ReadOnlySpan<long> Dims => Tensor.Shape.AsSpan()[(IsBatched ? 1 : 0)..];

        public bool FitsShapeOf(Declared other) =>
            TensorShapes.Fit(Dims, other.Dims) || TensorShapes.Fit(Tensor.Shape.AsSpan(), other.Tensor.Shape.AsSpan());
    }
}
