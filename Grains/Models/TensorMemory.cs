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
    /// <summary>Gives the memory behind every output back. The outputs must not be read afterwards.</summary>
    public static void Release(InferenceResponse response)
    {
        foreach (var output in response.Outputs) Release(output);
    }

    /// <summary>Gives the memory behind one tensor back, where it is of this kind.</summary>
    public static void Release(InferenceTensor tensor)
    {
        if (MemoryMarshal.TryGetMemoryManager<byte, TensorMemory>(tensor.Data, out var memory)) ((IDisposable)memory).Dispose();
    }
}
