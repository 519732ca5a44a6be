using System.Buffers;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>One request's part of a batch's output: a view that shares its owner with the parts of the other requests.</summary>
internal sealed class SharedTensorMemory(SharedTensorMemory.Owner owner, ReadOnlyMemory<byte> part) : TensorMemory
{
    private int _released;

    public override Span<byte> GetSpan() =>
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(part).Span;

    public override MemoryHandle Pin(int elementIndex = 0) => part[elementIndex..].Pin();

    public override void Unpin()
    {
        // The handle that Pin returned belongs to the whole output and unpins it.
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0) owner.Release();
    }

    /// <summary>Gives the whole output back when its last part is released.</summary>
    internal sealed class Owner(InferenceTensor whole, int parts)
    {
        private int _parts = parts;

        public void Release()
        {
            if (Interlocked.Decrement(ref _parts) == 0) TensorMemory.Release(whole);
        }
    }
}
