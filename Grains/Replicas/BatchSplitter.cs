using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>
/// Hands each request of a batch its rows of every output, cut back to its own length where it was padded, and no output that it did not
/// ask for.
/// </summary>
internal static class BatchSplitter
{
    public static ImmutableArray<InferenceOutcome> Split(
        ModelVersion model, PaddingSpec? padding, ReadOnlySpan<InferenceRequest> batch, ImmutableArray<InferenceTensor> outputs)
    {
        if (batch.Length == 1) return [Choose(model, batch[0], outputs)];

        var items = 0L;
        foreach (var request in batch) items += request.Inputs[0].Shape[0];
        foreach (var output in outputs)
        {
            if (output.Shape.Length > 0 && output.Shape[0] == items && output.DataType.ElementBytes() > 0) continue;
            foreach (var each in outputs) TensorMemory.Release(each.Data);
            var fault = InferenceOutcome.Of(FaultKind.ModelError,
                $"Output '{output.Name}' of model '{model.Model}' has shape [{string.Join(',', output.Shape)}] for a batch of {items} items; "
                + $"its first dimension must be {items} for a model that batches. Set max_batch_size to 0, or mend the program.");
            return [.. Enumerable.Repeat(fault, batch.Length)];
        }

        foreach (var output in outputs) TensorMemory.Share(output.Data, batch.Length);
        var outcomes = ImmutableArray.CreateBuilder<InferenceOutcome>(batch.Length);
        var row = 0L;
        var longest = padding is null ? 0 : Longest(batch, padding);
        foreach (var request in batch)
        {
            var rows = request.Inputs[0].Shape[0];
            var parts = ImmutableArray.CreateBuilder<InferenceTensor>(outputs.Length);
            foreach (var output in outputs)
            {
                var rowBytes = output.Data.Length / items;
                var part = output with
                {
                    Shape = output.Shape.SetItem(0, rows),
                    Data = output.Data.Slice((int)(row * rowBytes), (int)(rows * rowBytes)),
                };
                parts.Add(padding is null ? part : Cut(part, padding, padding.LengthOf(request), longest));
            }
            outcomes.Add(Choose(model, request, parts.MoveToImmutable()));
            row += rows;
        }
        return outcomes.MoveToImmutable();
    }

    private static long Longest(ReadOnlySpan<InferenceRequest> batch, PaddingSpec padding)
    {
        var longest = 0L;
        foreach (var request in batch) longest = Math.Max(longest, padding.LengthOf(request));
        return longest;
    }

    /// <summary>The output without what belongs to the padding: a copy, for it is not in one piece.</summary>
    private static InferenceTensor Cut(InferenceTensor output, PaddingSpec padding, long length, long longest)
    {
        var shape = output.Shape;
        foreach (var padded in padding.Outputs)
            if (padded.Output == output.Name && padded.Dimension < shape.Length && shape[padded.Dimension] == longest)
                shape = shape.SetItem(padded.Dimension, length);
        if (length == longest || shape.AsSpan().SequenceEqual(output.Shape.AsSpan())) return output;

        var bytes = (long)output.DataType.ElementBytes();
        foreach (var dimension in shape) bytes *= dimension;
        var data = new byte[checked((int)bytes)];
        Block.Copy(output.Data.Span, output.Shape.AsSpan(), data, shape.AsSpan(), output.DataType.ElementBytes());
        TensorMemory.Release(output.Data);
        return output with { Shape = shape, Data = data };
    }

    private static InferenceOutcome Choose(ModelVersion model, InferenceRequest request, ImmutableArray<InferenceTensor> outputs)
    {
        var wanted = request.RequestedOutputs;
        if (wanted.IsEmpty) return InferenceOutcome.Of(new InferenceResponse { Model = model, Outputs = outputs });

        var chosen = ImmutableArray.CreateBuilder<InferenceTensor>(wanted.Length);
        foreach (var name in wanted.Distinct())
        {
            var found = outputs.FirstOrDefault(output => output.Name == name);
            if (found is null)
            {
                foreach (var output in outputs) TensorMemory.Release(output.Data);
                return InferenceOutcome.Of(FaultKind.InvalidInput,
                    $"unexpected inference output '{name}' for model '{model.Model}'; it has {string.Join(", ", outputs.Select(output => $"'{output.Name}'"))}");
            }
            chosen.Add(found);
        }
        foreach (var output in outputs)
            if (!wanted.Contains(output.Name)) TensorMemory.Release(output.Data);
        return InferenceOutcome.Of(new InferenceResponse { Model = model, Outputs = chosen.DrainToImmutable() });
    }
}
