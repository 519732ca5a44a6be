using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Ensembles;

/// <summary>What can be said of an ensemble's steps without knowing their models: every tensor has one origin, and every step can run.</summary>
internal sealed class EnsembleStructure
{
    /// <summary>Stands for the request where the number of a step is expected.</summary>
    public const int Request = -1;

    private readonly Dictionary<string, int> _writers = new(StringComparer.Ordinal);
    private readonly ImmutableArray<EnsembleProblem>.Builder _problems = ImmutableArray.CreateBuilder<EnsembleProblem>();
    private readonly ImmutableArray<TensorSpec> _inputs, _outputs;
    private readonly EnsembleSpec _spec;

    private EnsembleStructure(ImmutableArray<TensorSpec> inputs, ImmutableArray<TensorSpec> outputs, EnsembleSpec spec) =>
        (_inputs, _outputs, _spec) = (inputs, outputs, spec);

    /// <summary>Everything that is wrong; the fit of its tensors to the steps' models is <see cref="EnsembleFit"/>'s.</summary>
    public static ImmutableArray<EnsembleProblem> Check(ImmutableArray<TensorSpec> inputs, ImmutableArray<TensorSpec> outputs, EnsembleSpec spec)
    {
        var structure = new EnsembleStructure(inputs, outputs, spec);
        structure.CheckWriters();
        structure.CheckReaders();
        structure.CheckOutputs();
        structure.CheckOrder();
        return structure._problems.ToImmutable();
    }

    private void CheckWriters()
    {
        foreach (var input in _inputs) _writers[input.Name] = Request;
        for (var step = 0; step < _spec.Steps.Length; step++)
            foreach (var (output, tensor) in _spec.Steps[step].Outputs)
                if (!_writers.TryAdd(tensor, step))
                    Add(EnsemblePlace.OutputMap, step, output, $"writes '{tensor}', which {(_writers[tensor] is >= 0 and var other ? $"step[{other}] writes" : "is an input of the ensemble")}; a tensor is written once");
    }

    private void CheckReaders()
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        for (var step = 0; step < _spec.Steps.Length; step++)
            foreach (var (input, tensor) in _spec.Steps[step].Inputs)
            {
                read.Add(tensor);
                if (!_writers.ContainsKey(tensor))
                    Add(EnsemblePlace.InputMap, step, input, $"reads '{tensor}', which is no input of the ensemble and is written by no step");
            }
        for (var i = 0; i < _inputs.Length; i++)
            if (!read.Contains(_inputs[i].Name)) Add(EnsemblePlace.Input, i, "", $"'{_inputs[i].Name}' is read by no step");
    }

    private void CheckOutputs()
    {
        for (var i = 0; i < _outputs.Length; i++)
            if (_writers.GetValueOrDefault(_outputs[i].Name, Request) == Request) Add(EnsemblePlace.Output, i, "", $"'{_outputs[i].Name}' is written by no step");

        var isUsed = new bool[_spec.Steps.Length];
        foreach (var output in _outputs) Use(output.Name);
        for (var step = 0; step < isUsed.Length; step++)
            if (!isUsed[step]) Add(EnsemblePlace.Step, step, "", "would never run: no output of the ensemble needs what it writes");

        void Use(string tensor)
        {
            if (WriterOf(tensor) is not (>= 0 and var step) || isUsed[step]) return;
            isUsed[step] = true;
            foreach (var (_, read) in _spec.Steps[step].Inputs) Use(read);
        }
    }

    /// <summary>Names each circle once, where it is first entered.</summary>
    private void CheckOrder()
    {
        var visited = new bool[_spec.Steps.Length];
        var path = new List<int>();
        for (var step = 0; step < visited.Length; step++) Visit(step);

        void Visit(int step)
        {
            if (path.IndexOf(step) is >= 0 and var start)
                Add(EnsemblePlace.Step, step, "", $"waits for itself: {string.Join(" → ", path.Skip(start).Append(step).Reverse().Select(each => $"step[{each}]"))}");
            if (visited[step]) return;
            visited[step] = true;
            path.Add(step);
            foreach (var writer in _spec.Steps[step].Inputs.Select(input => WriterOf(input.EnsembleTensor)).Where(writer => writer >= 0).Distinct()) Visit(writer);
            path.RemoveAt(path.Count - 1);
        }
    }

    private int WriterOf(string tensor) => _writers.GetValueOrDefault(tensor, Request);

    private void Add(EnsemblePlace place, int index, string key, string text) => _problems.Add(new EnsembleProblem(place, index, key, text));
}
