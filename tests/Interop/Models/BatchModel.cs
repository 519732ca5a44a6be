using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Interop.Models;

/// <summary>Twice its input, and for each item the number of items that it was batched with.</summary>
internal sealed class BatchModel(ModelSpec spec) : IManagedModel
{
    public ModelSignature Signature { get; } = spec.DeclaredSignature!;

    public ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        var input = inputs[0];
        var doubled = MemoryMarshal.Cast<byte, float>(input.Data.Span).ToArray();
        foreach (ref var value in doubled.AsSpan()) value *= 2;
        var items = input.Shape[0];
        return ValueTask.FromResult<ImmutableArray<InferenceTensor>>(
        [
            input with { Name = "doubled", Data = MemoryMarshal.AsBytes(doubled.AsSpan()).ToArray() },
            new InferenceTensor
            {
                Name = "batch",
                DataType = TensorDataType.Int32,
                Shape = [items, 1],
                Data = MemoryMarshal.AsBytes(Enumerable.Repeat((int)items, (int)items).ToArray().AsSpan()).ToArray(),
            },
        ]);
    }
}
