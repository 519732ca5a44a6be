using System.Collections.Immutable;
using OrleansInference.Ensembles;
using OrleansInference.Models;
using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Repository.Config;

/// <summary>Binds <c>ensemble_scheduling</c>, and checks it against what the repository says of the steps' models.</summary>
internal sealed class EnsembleBinder(RepositoryLook look)
{
    private const string Name = "ensemble_scheduling";

    /// <summary>Where each part of the steps stands.</summary>
    private readonly Dictionary<(EnsemblePlace Place, int Index, string Key), TextPosition> _places = [];
    private readonly List<string> _keys = [];

    /// <summary>Null where there are no steps to speak of.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="signature">What the ensemble declares; null where that is missing.</param>
    public EnsembleSpec? Bind(MessageReader root, ModelSignature? signature)
    {
        if (root.Message(Name) is not { } scheduling)
        {
            root.Missing(Name, "it has the steps of an ensemble");
            return null;
        }
        scheduling.NotUsed("max_inflight_requests");
        var steps = scheduling.Messages("step").ToList();
        if (!scheduling.Has("step")) scheduling.Missing("step", "it is a model to run; an ensemble has at least one");
        var bound = new EnsembleSpec { Steps = [.. steps.Select(Step)] };
        scheduling.Close();
        if (steps.Count == 0 || signature is null) return null;

        foreach (var problem in EnsembleStructure.Check(signature.Inputs, signature.Outputs, bound)) Report(root, problem);
        var models = steps.Select((reader, step) => Model(reader, bound.Steps[step])).ToList();
        foreach (var problem in EnsembleFit.Check(signature, bound, models)) Report(root, problem);
        return bound;
    }

    private EnsembleStep Step(MessageReader reader, int index)
    {
        _places[(EnsemblePlace.Step, index, "")] = reader.At;
        _keys.Add(reader.Path);
        var model = reader.Text("model_name");
        if (string.IsNullOrEmpty(model)) reader.Missing("model_name", "it names a model of the repository");
        // Protobuf does not tell 0 from nothing, and no version has that number.
        var version = reader.Integer("model_version", -1, long.MaxValue, 0);
        if (!string.IsNullOrEmpty(reader.Text("model_namespace"))) reader.Refuse("model_namespace", "nothing, because Triton reserves it");
        var step = new EnsembleStep
        {
            Model = model ?? "",
            Version = version >= 1 ? version : null,
            Inputs = Map(reader, "input_map", EnsemblePlace.InputMap, index),
            Outputs = Map(reader, "output_map", EnsemblePlace.OutputMap, index),
        };
        reader.Close();
        return step;
    }

    private ImmutableArray<TensorMapping> Map(MessageReader reader, string name, EnsemblePlace place, int step)
    {
        if (!reader.Has(name)) reader.Missing(name, "each entry has a tensor of the model as key, and its name in the ensemble as value");
        var map = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in reader.Messages(name))
        {
            var (key, value) = (entry.Text("key") ?? "", entry.Text("value") ?? "");
            if (key.Length == 0) entry.Missing("key", "it names a tensor of the model");
            if (value.Length == 0) entry.Missing("value", "it names a tensor of the ensemble");
            entry.Close();
            if (!map.TryAdd(key, value)) entry.Problem($"names \"{key}\" again; a tensor of the model is mapped once");
            _places.TryAdd((place, step, key), entry.At);
        }
        return [.. map.Where(entry => entry.Key.Length > 0 && entry.Value.Length > 0).Select(entry => new TensorMapping(entry.Key, entry.Value))];
    }

    private ModelSignature? Model(MessageReader reader, EnsembleStep step)
    {
        if (step.Model.Length == 0) return null;
        var model = look.Find(step.Model, step.Version);
        if (model.Problem is { } problem) reader.Report.Problem(reader.PlaceOf("model_name"), $"{reader.Key("model_name")}: model '{step.Model}' {problem}");
        return model.Signature;
    }

    private void Report(MessageReader root, EnsembleProblem problem)
    {
        var key = problem.Place switch
        {
            EnsemblePlace.Input => $"input[{problem.Index}]",
            EnsemblePlace.Output => $"output[{problem.Index}]",
            EnsemblePlace.InputMap => $"{_keys[problem.Index]}.input_map \"{problem.Key}\"",
            EnsemblePlace.OutputMap => $"{_keys[problem.Index]}.output_map \"{problem.Key}\"",
            _ => _keys[problem.Index],
        };
        var at = problem.Place switch
        {
            EnsemblePlace.Input => root.PlaceOf("input", problem.Index),
            EnsemblePlace.Output => root.PlaceOf("output", problem.Index),
            _ => _places[(problem.Place, problem.Index, problem.Key)],
        };
        root.Report.Problem(at, $"{key} {problem.Text}");
    }
}
