using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Ensembles;

/// <summary>An ensemble's graph, computed once: tensors are numbers, and each knows who writes and who reads it.</summary>
internal sealed class EnsemblePlan
{
    private readonly Dictionary<string, int> _tensors = new(StringComparer.Ordinal);
    private readonly int[] _writers;
    private readonly EnsembleSelection _all;

    /// <param name="spec">Free of problems (<see cref="EnsembleStructure"/>).</param>
    /// <param name="signature">What the ensemble declares.</param>
    public EnsemblePlan(EnsembleSpec spec, ModelSignature signature)
    {
        (Spec, Signature) = (spec, signature);
        foreach (var input in signature.Inputs) NumberOf(input.Name);
        Steps = [.. spec.Steps.Select(Plan)];
        Names = [.. _tensors.OrderBy(tensor => tensor.Value).Select(tensor => tensor.Key)];

        _writers = new int[Names.Length];
        Array.Fill(_writers, EnsembleStructure.Request);
        for (var step = 0; step < Steps.Length; step++)
            foreach (var tensor in Steps[step].Outputs) _writers[tensor] = step;
        Readers = [.. Names.Select((_, tensor) => Enumerable.Range(0, Steps.Length).Where(step => Steps[step].Reads.Contains(tensor)).ToImmutableArray())];
        _all = Select([.. signature.Outputs.Select(output => output.Name)]);
    }

    public EnsembleSpec Spec { get; }

    public ModelSignature Signature { get; }

    public ImmutableArray<PlannedStep> Steps { get; }

    /// <summary>Of the tensors; those of the ensemble's inputs come first, in the signature's order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Of each tensor: the steps that read it.</summary>
    public ImmutableArray<ImmutableArray<int>> Readers { get; }

    /// <summary>Whether the request brings the tensor, rather than a step.</summary>
    public bool IsInput(int tensor) => _writers[tensor] == EnsembleStructure.Request;

    /// <summary>Whether the step reads anything that the request brings.</summary>
    public bool ReadsRequest(PlannedStep step)
    {
        foreach (var tensor in step.Reads)
            if (IsInput(tensor)) return true;
        return false;
    }

    /// <summary>−1 where no tensor has the name.</summary>
    public int Find(string tensor) => _tensors.GetValueOrDefault(tensor, -1);

    /// <summary>What the ensemble declares of an output.</summary>
    public TensorSpec OutputOf(string name)
    {
        foreach (var output in Signature.Outputs)
            if (output.Name == name) return output;
        throw new ArgumentException($"'{name}' is no output of the ensemble.", nameof(name));
    }

    /// <summary>What is to be run for these outputs of the ensemble; empty for all.</summary>
    public EnsembleSelection For(ImmutableArray<string> outputs) => outputs.IsEmpty ? _all : Select(outputs);

    private PlannedStep Plan(EnsembleStep step)
    {
        ImmutableArray<int> inputs = [.. step.Inputs.Select(input => NumberOf(input.EnsembleTensor))];
        return new PlannedStep(step, inputs, [.. inputs.Distinct()], [.. step.Outputs.Select(output => NumberOf(output.EnsembleTensor))]);
    }

    private int NumberOf(string tensor)
    {
        if (!_tensors.TryGetValue(tensor, out var number)) _tensors.Add(tensor, number = _tensors.Count);
        return number;
    }

    private EnsembleSelection Select(ImmutableArray<string> outputs)
    {
        ImmutableArray<int> chosen = [.. outputs.Distinct().Select(output => _tensors[output])];
        var claims = new int[Names.Length];
        var missing = new int[Steps.Length];
        Array.Fill(missing, -1);
        foreach (var tensor in chosen) Claim(tensor);
        return new EnsembleSelection(chosen, [.. claims], [.. missing], [.. Steps.Select(Requested)]);

        void Claim(int tensor)
        {
            claims[tensor]++;
            if (_writers[tensor] is not (>= 0 and var step) || missing[step] >= 0) return;
            missing[step] = 0;
            foreach (var read in Steps[step].Reads)
            {
                if (!IsInput(read)) missing[step]++;
                Claim(read);
            }
        }

        ImmutableArray<string> Requested(PlannedStep step) =>
            [.. step.Step.Outputs.Where((_, i) => claims[step.Outputs[i]] > 0).Select(output => output.ModelTensor)];
    }
}
