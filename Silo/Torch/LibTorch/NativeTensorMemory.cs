using System.Buffers;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>The memory of an output tensor of libtorch.</summary>
internal sealed unsafe class NativeTensorMemory(TensorHandle tensor, byte* data, int bytes) : TensorMemory
{
    public override Span<byte> GetSpan()
    {
        ThrowIfReleased();
        return new Span<byte>(data, bytes);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, bytes);
        Hold(1);
        return new MemoryHandle(data + elementIndex, pinnable: this);
    }

    protected override void Free() => tensor.Dispose();
}
