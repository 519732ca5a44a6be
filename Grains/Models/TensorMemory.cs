using System.Buffers;
using System.Runtime.InteropServices;
using OrleansInference.Inference;

namespace OrleansInference.Models;

/// <summary>
/// Output memory that outlives the forward pass and is given back early: a view that carries its owner. The front door calls
/// <see cref="Release(InferenceResponse)"/> once the response is written; where nobody does (a response that left for
/// another silo), the garbage collector gives it back later.
/// </summary>
public abstract class TensorMemory : MemoryManager<byte>
{
    private int _holders = 1;

    /// <summary>Gives the memory behind every output back, once for each response. The outputs must not be read afterwards.</summary>
    public static void Release(InferenceResponse response)
    {
        foreach (var output in response.Outputs)
            Release(output.Data);
    }

    /// <summary>Gives the memory of one view back, where a <see cref="TensorMemory"/> holds it.</summary>
    public static void Release(ReadOnlyMemory<byte> data)
    {
        if (MemoryMarshal.TryGetMemoryManager<byte, TensorMemory>(data, out var memory))
            ((IDisposable)memory).Dispose();
    }

    /// <summary>
    /// Makes <paramref name="holders"/> holders of the one that <paramref name="data"/> has: the responses that a batch's output is
    /// split into. The memory is given back when each has released it.
    /// </summary>
    public static void Share(ReadOnlyMemory<byte> data, int holders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(holders, 1);
        if (MemoryMarshal.TryGetMemoryManager<byte, TensorMemory>(data, out var memory))
            memory.Hold(holders - 1);
    }

    /// <summary>A pin is one more holder.</summary>
    public sealed override void Unpin() => ((IDisposable)this).Dispose();

    /// <summary>Adds holders.</summary>
    /// <exception cref="ObjectDisposedException">The last holder has released it.</exception>
    protected void Hold(int holders)
    {
        int before;
        do
        {
            before = Volatile.Read(ref _holders);
            ObjectDisposedException.ThrowIf(before <= 0, this);
        }
        while (Interlocked.CompareExchange(ref _holders, before + holders, before) != before);
    }

    /// <exception cref="ObjectDisposedException">The last holder has released it.</exception>
    protected void ThrowIfReleased() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _holders) <= 0, this);

    /// <summary>Gives the memory back; called once.</summary>
    protected abstract void Free();

    protected sealed override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Decrement(ref _holders) == 0)
            Free();
    }
}
