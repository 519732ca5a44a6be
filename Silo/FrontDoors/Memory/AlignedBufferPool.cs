using System.Collections.Concurrent;
using System.Numerics;

namespace OrleansInference.FrontDoors.Memory;

/// <summary>
/// Pinned arrays in sizes of powers of two, for request bodies and tensors that native code reads in place. Pinned, because a
/// 64-byte boundary found in a movable array is lost at the next collection. An array that is never given back is garbage like any other.
/// </summary>
internal sealed class AlignedBufferPool
{
    /// <summary>A cache line, and the width of the widest vector instructions.</summary>
    public const int Alignment = 64;

    private const int SmallestShift = 14; // 16 KB: JSON and tensors of a small request in one block
    private const int LargestShift = 24;  // 16 MB: larger ones are rare, and dear to keep
    private const int KeptBytesPerSize = 8 * 1024 * 1024;

    private readonly ConcurrentQueue<byte[]>[] _kept = new ConcurrentQueue<byte[]>[LargestShift - SmallestShift + 1];
    private readonly int[] _keptCounts = new int[LargestShift - SmallestShift + 1];

    public AlignedBufferPool()
    {
        for (var i = 0; i < _kept.Length; i++)
            _kept[i] = new ConcurrentQueue<byte[]>();
    }

    /// <summary>An array with room for <paramref name="bytes"/> from its first boundary on; its content is arbitrary.</summary>
    public byte[] Rent(int bytes)
    {
        var index = IndexOf(bytes);
        if (index >= _kept.Length)
            return Allocate(bytes);
        if (!_kept[index].TryDequeue(out var array))
            return Allocate(1 << (index + SmallestShift));
        Interlocked.Decrement(ref _keptCounts[index]);
        return array;
    }

    public void Return(byte[] array)
    {
        var index = IndexOf(array.Length - Alignment);
        if (index >= _kept.Length)
            return;
        if (Interlocked.Increment(ref _keptCounts[index]) <= Math.Max(1, KeptBytesPerSize >> (index + SmallestShift)))
            _kept[index].Enqueue(array);
        else
            Interlocked.Decrement(ref _keptCounts[index]);
    }

    private static int IndexOf(int bytes) =>
        Math.Max(0, BitOperations.Log2((uint)Math.Max(bytes - 1, 1)) + 1 - SmallestShift);

    private static byte[] Allocate(int bytes) => GC.AllocateUninitializedArray<byte>(bytes + Alignment, pinned: true);
}
