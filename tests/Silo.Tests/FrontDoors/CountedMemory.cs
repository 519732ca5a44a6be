using System.Buffers;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors;

/// <summary>Output memory that counts its releases and refuses to be read after one.</summary>
internal sealed class CountedMemory(byte[] bytes) : TensorMemory
{
    public int Releases { get; private set; }

    public override Span<byte> GetSpan() => Releases == 0 ? bytes : throw new ObjectDisposedException(nameof(CountedMemory));

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    protected override void Free() => Releases++;
}
