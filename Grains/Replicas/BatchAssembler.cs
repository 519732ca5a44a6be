using System.Buffers;
using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>Joins the inputs of a batch along their first dimension. A single request's inputs are used as they are.</summary>
internal static class BatchAssembler
{
    /// <summary>
    /// The inputs in the signature's order, and the buffers to give back to the shared pool once the forward pass has ended.
    /// </summary>
    public static (ImmutableArray<InferenceTensor> Inputs, ImmutableArray<byte[]> Buffers) Assemble(
        ModelSignature signature, ReadOnlySpan<InferenceRequest> batch)
    {
        var first = Order(signature, batch[0].Inputs);
        if (batch.Length == 1) return (first, []);

        var inputs = ImmutableArray.CreateBuilder<InferenceTensor>(first.Length);
        var buffers = ImmutableArray.CreateBuilder<byte[]>(first.Length);
        foreach (var tensor in first)
        {
            var (bytes, items) = (0, 0L);
            foreach (var request in batch)
            {
                var part = Find(request, tensor.Name);
                bytes = checked(bytes + part.Data.Length);
                items += part.Shape[0];
            }

            var buffer = ArrayPool<byte>.Shared.Rent(bytes);
            var written = 0;
            foreach (var request in batch)
            {
                var part = Find(request, tensor.Name).Data.Span;
                part.CopyTo(buffer.AsSpan(written));
                written += part.Length;
            }
            buffers.Add(buffer);
            inputs.Add(tensor with { Shape = tensor.Shape.SetItem(0, items), Data = buffer.AsMemory(0, bytes) });
        }
        return (inputs.MoveToImmutable(), buffers.MoveToImmutable());
    }

    private static ImmutableArray<InferenceTensor> Order(ModelSignature signature, ImmutableArray<InferenceTensor> inputs)
    {
        var ordered = ImmutableArray.CreateBuilder<InferenceTensor>(inputs.Length);
        foreach (var spec in signature.Inputs)
            foreach (var input in inputs)
                if (input.Name == spec.Name) ordered.Add(input);
        return ordered.Count == inputs.Length ? ordered.MoveToImmutable() : inputs;
    }

    private static InferenceTensor Find(InferenceRequest request, string name)
    {
        foreach (var input in request.Inputs)
            if (input.Name == name) return input;
        throw new InvalidOperationException($"A request without input '{name}' was put into a batch that has it.");
    }
}
