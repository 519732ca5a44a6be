using System.Buffers;
using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>A copy of an output in an array of the shared pool, which gets it back where the output is released.</summary>
internal sealed class PooledTensorMemory : TensorMemory
{
    private readonly byte[] _array;
    private readonly int _bytes;

    private PooledTensorMemory(ReadOnlySpan<byte> data)
    {
        _bytes = data.Length;
        _array = ArrayPool<byte>.Shared.Rent(_bytes);
        data.CopyTo(_array);
    }

    public static PooledTensorMemory Copy(ReadOnlySpan<byte> data) => new(data);

    public override Span<byte> GetSpan()
    {
        ThrowIfReleased();
        return _array.AsSpan(0, _bytes);
    }

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, _bytes);
        Hold(1);
        var handle = GCHandle.Alloc(_array, GCHandleType.Pinned);
        return new MemoryHandle((byte*)handle.AddrOfPinnedObject() + elementIndex, handle, this);
    }

    protected override void Free() => ArrayPool<byte>.Shared.Return(_array);
}
