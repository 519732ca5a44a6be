using System.Buffers;
using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>
/// Joins the inputs of a batch along their first dimension, each padded to the longest where the model pads. A single request's inputs are
/// used as they are.
/// </summary>
internal static class BatchAssembler
{
    /// <summary>
    /// The inputs in the signature's order, and the buffers to give back to the shared pool once the forward pass has ended.
    /// </summary>
    public static (ImmutableArray<InferenceTensor> Inputs, ImmutableArray<byte[]> Buffers) Assemble(
        ModelSignature signature, PaddingSpec? padding, ReadOnlySpan<InferenceRequest> batch)
    {
        var first = Order(signature, batch[0].Inputs);
        if (batch.Length == 1) return (first, []);

        var inputs = ImmutableArray.CreateBuilder<InferenceTensor>(first.Length);
        var buffers = ImmutableArray.CreateBuilder<byte[]>(first.Length);
        foreach (var tensor in first)
        {
            var shape = JoinedShape(tensor, batch, out var isPadded);
            var (buffer, bytes) = isPadded ? Pad(tensor, padding!, shape, batch) : Concatenate(tensor, batch);
            buffers.Add(buffer);
            inputs.Add(tensor with { Shape = shape, Data = buffer.AsMemory(0, bytes) });
        }
        return (inputs.MoveToImmutable(), buffers.MoveToImmutable());
    }

    private static ImmutableArray<long> JoinedShape(InferenceTensor tensor, ReadOnlySpan<InferenceRequest> batch, out bool isPadded)
    {
        isPadded = false;
        var shape = tensor.Shape.ToArray();
        shape[0] = 0;
        foreach (var request in batch)
        {
            var part = Find(request, tensor.Name).Shape;
            shape[0] += part[0];
            for (var dimension = 1; dimension < shape.Length; dimension++)
            {
                isPadded |= part[dimension] != shape[dimension];
                shape[dimension] = Math.Max(shape[dimension], part[dimension]);
            }
        }
        return ImmutableArray.Create(shape);
    }

    private static (byte[] Buffer, int Bytes) Concatenate(InferenceTensor tensor, ReadOnlySpan<InferenceRequest> batch)
    {
        var bytes = 0;
        foreach (var request in batch) bytes = checked(bytes + Find(request, tensor.Name).Data.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(bytes);
        var written = 0;
        foreach (var request in batch)
        {
            var part = Find(request, tensor.Name).Data.Span;
            part.CopyTo(buffer.AsSpan(written));
            written += part.Length;
        }
        return (buffer, bytes);
    }

    private static (byte[] Buffer, int Bytes) Pad(
        InferenceTensor tensor, PaddingSpec padding, ImmutableArray<long> shape, ReadOnlySpan<InferenceRequest> batch)
    {
        var item = (long)tensor.DataType.ElementBytes();
        for (var dimension = 1; dimension < shape.Length; dimension++) item *= shape[dimension];
        var bytes = checked((int)(shape[0] * item));
        var buffer = ArrayPool<byte>.Shared.Rent(bytes);
        PaddingValue.Fill(buffer.AsSpan(0, bytes), tensor.DataType, ValueOf(tensor.Name, padding));
        var written = 0L;
        foreach (var request in batch)
        {
            var part = Find(request, tensor.Name);
            Block.Copy(part.Data.Span, part.Shape.AsSpan(), buffer.AsSpan((int)written), shape.AsSpan(), tensor.DataType.ElementBytes());
            written += part.Shape[0] * item;
        }
        return (buffer, bytes);
    }

    private static double ValueOf(string input, PaddingSpec padding)
    {
        foreach (var padded in padding.Inputs)
            if (padded.Input == input) return padded.Value;
        throw new InvalidOperationException($"Input '{input}' of a batch differs in length, and is not one that is padded.");
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
