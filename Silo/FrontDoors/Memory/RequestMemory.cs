using System.Runtime.InteropServices;

namespace OrleansInference.FrontDoors.Memory;

/// <summary>
/// The memory of one request: its body and its input tensors, cut one after the other from pooled blocks. All of it goes back
/// at once with <see cref="Return"/>, or never: a request whose inputs a replica may still be reading is left to the
/// garbage collector.
/// </summary>
internal sealed class RequestMemory(AlignedBufferPool pool)
{
    private readonly List<byte[]> _blocks = new(2);
    private byte[] _block = [];
    private int _next;

    /// <summary>Memory that starts on a boundary of <see cref="AlignedBufferPool.Alignment"/> bytes; its content is arbitrary.</summary>
    public Memory<byte> Allocate(int bytes)
    {
        if (bytes == 0)
            return Memory<byte>.Empty;
        if (_block.Length - _next < bytes)
        {
            _block = pool.Rent(bytes);
            _blocks.Add(_block);
            _next = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_block, 0) & (AlignedBufferPool.Alignment - 1));
        }
        var memory = _block.AsMemory(_next, bytes);
        var end = (long)_next + bytes;
        var start = Marshal.UnsafeAddrOfPinnedArrayElement(_block, 0);
        _next = (int)Math.Min(_block.Length, end + (-(start + end) & (AlignedBufferPool.Alignment - 1)));
        return memory;
    }

    /// <summary>Twice the room, with the first <paramref name="used"/> bytes carried over.</summary>
    public Memory<byte> Grow(ReadOnlyMemory<byte> memory, int used, int limit)
    {
        var larger = Allocate((int)Math.Min(limit, Math.Max(4096L, 2L * memory.Length)));
        memory[..used].CopyTo(larger);
        return larger;
    }

    /// <summary>Gives everything back. Nothing that was cut from here may be read afterwards.</summary>
    public void Return()
    {
        foreach (var block in _blocks)
            pool.Return(block);
        _blocks.Clear();
        _block = [];
        _next = 0;
    }
}
