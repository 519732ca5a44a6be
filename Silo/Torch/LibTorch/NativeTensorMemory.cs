using System.Buffers;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>The memory of an output tensor of libtorch.</summary>
internal sealed unsafe class NativeTensorMemory(TensorHandle tensor, byte* data, int bytes) : TensorMemory
{
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(tensor.IsClosed, this);
        return new Span<byte>(data, bytes);
    }

    /// <summary>Keeps the tensor until the pin is given back, also when it is released in between.</summary>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, bytes);
        var added = false;
        tensor.DangerousAddRef(ref added);
        return new MemoryHandle(data + elementIndex, pinnable: this);
    }

    public override void Unpin() => tensor.DangerousRelease();

    protected override void Free() => tensor.Dispose();
}
