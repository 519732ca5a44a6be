using System.Buffers;
using OrleansInference.Models;

namespace OrleansInference.Replicas;

/// <summary>Output memory that counts how often it was given back.</summary>
internal sealed class CountedMemory(ReadOnlyMemory<byte> data) : TensorMemory
{
    private readonly byte[] _data = data.ToArray();

    public int Releases { get; private set; }

    public override Span<byte> GetSpan() => _data;
    public override MemoryHandle Pin(int elementIndex = 0) => _data.AsMemory(elementIndex).Pin();
    protected override void Free() => Releases++;
}
