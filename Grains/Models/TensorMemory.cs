using System.Buffers;
using System.Runtime.InteropServices;
using OrleansInference.Inference;

namespace OrleansInference.Models;

/// <summary>
/// Output memory that outlives the forward pass and is given back early: a view that carries its owner. The front door calls
/// <see cref="Release(InferenceResponse)"/> once the response is written; where nobody does (a response that left for
/// another silo), the finalizer of the owner's handle gives it back later.
/// </summary>
public abstract class TensorMemory : MemoryManager<byte>
{
    private int _holders = 1;

    /// <summary>Gives the memory behind every output back, once for each response. The outputs must not be read afterwards.</summary>
    public static void Release(InferenceResponse response)
    {
        foreach (var output in response.Outputs)
            if (MemoryMarshal.TryGetMemoryManager<byte, TensorMemory>(output.Data, out var memory))
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
            Interlocked.Add(ref memory._holders, holders - 1);
    }

    /// <summary>Gives the memory back; called once.</summary>
    protected abstract void Free();

    protected sealed override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Decrement(ref _holders) == 0)
            Free();
    }
}
