using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Binds <c>model_warmup</c> to requests whose tensors are ready to run.</summary>
internal sealed class WarmUpBinder(int maxBatchSize, ModelSignature? signature, ModelFiles files)
{
    private const int MaxCount = 1000;

    /// <summary>The requests, each as often as it is to run, and what they were made of.</summary>
    public (ImmutableArray<ImmutableArray<InferenceTensor>> Requests, ImmutableArray<WarmUpSample> Samples) Bind(MessageReader root)
    {
        var bound = root.Messages("model_warmup").Select(Sample).ToArray();
        return ([.. bound.SelectMany(each => each.Requests)], [.. bound.Select(each => each.Sample)]);
    }

    private (IEnumerable<ImmutableArray<InferenceTensor>> Requests, WarmUpSample Sample) Sample(MessageReader sample)
    {
        var label = sample.Text("name") ?? "";
        var batchSize = sample.Integer("batch_size", 0, Math.Max(1, maxBatchSize), 0);
        var count = Math.Max(1, (int)sample.Integer("count", 0, MaxCount, 1));
        var inputs = new Dictionary<string, InferenceTensor?>();
        var described = ImmutableArray.CreateBuilder<WarmUpInput>();
        foreach (var (name, input) in sample.Map("inputs"))
        {
            (inputs[name], var each) = new WarmUpInputBinder(name, batchSize, maxBatchSize > 0, Declared(sample, name), files).Bind(input);
            described.Add(each);
            input.Close();
        }
        sample.Close();
        if (batchSize == 0 && !sample.Report.HasProblems)
            sample.Report.Warn(sample.At, $"{sample.Key("batch_size")} is 0, so the sample is skipped");
        RequireInputs(sample, inputs.Keys);

        var request = InOrder(inputs);
        var requests = batchSize == 0 || request.Length < inputs.Count ? [] : Enumerable.Repeat(request, count);
        return (requests, new WarmUpSample(label, (int)batchSize, count, described.ToImmutable()));
    }

    /// <summary>What the configuration says of the input; null where it declares none at all.</summary>
    private TensorSpec? Declared(MessageReader sample, string name)
    {
        var declared = signature?.Inputs.FirstOrDefault(input => input.Name == name);
        if (signature is not null && declared is null)
            sample.Refuse("inputs", $"keys {string.Join(", ", signature.Inputs.Select(input => $"\"{input.Name}\""))}, not \"{name}\"");
        return declared;
    }

    private void RequireInputs(MessageReader sample, ICollection<string> given)
    {
        foreach (var input in signature?.Inputs ?? [])
            if (!input.Optional && !given.Contains(input.Name)) sample.Missing("inputs", $"the input \"{input.Name}\" needs an entry");
    }

    private ImmutableArray<InferenceTensor> InOrder(Dictionary<string, InferenceTensor?> inputs)
    {
        var names = signature is null ? inputs.Keys.AsEnumerable() : signature.Inputs.Select(input => input.Name);
        return [.. names.Select(name => inputs.GetValueOrDefault(name)).OfType<InferenceTensor>()];
    }
}
