using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>One tensor that a program returned.</summary>
/// <param name="Name">Key of the dictionary or field of the named tuple that it came in; null where it has none.</param>
/// <param name="DataType">Its element type.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Data">Its elements, in a <see cref="TensorMemory"/>; empty where it has none.</param>
internal readonly record struct ProgramOutput(string? Name, TensorDataType DataType, ImmutableArray<long> Shape, ReadOnlyMemory<byte> Data)
{
    public static void Release(ReadOnlySpan<ProgramOutput> outputs)
    {
        foreach (var output in outputs)
            TensorMemory.Release(output.Data);
    }
}
