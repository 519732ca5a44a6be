using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OrleansInference.Client.Wire;

/// <summary>The bytes of typed elements, in place.</summary>
internal sealed class ElementMemory<T>(ReadOnlyMemory<T> elements) : MemoryManager<byte>
    where T : unmanaged
{
    public override Memory<byte> Memory => CreateMemory(elements.Length * Unsafe.SizeOf<T>());

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(MemoryMarshal.AsMemory(elements).Span);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        var handle = elements.Pin();
        return new MemoryHandle((byte*)handle.Pointer + elementIndex, pinnable: new Unpinning(handle));
    }

    public override void Unpin()
    {
        // Each pin is undone by its own handle.
    }

    protected override void Dispose(bool disposing)
    {
        // The elements belong to the caller.
    }

    private sealed class Unpinning(MemoryHandle handle) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException();

        public void Unpin() => handle.Dispose();
    }
}
