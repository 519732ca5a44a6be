using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>One tensor that a program returned.</summary>
/// <param name="Name">Key of the dictionary or field of the named tuple that it came in; null where it has none.</param>
/// <param name="DataType">Its element type.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Memory">What holds its elements; null where it has none.</param>
internal sealed record ProgramOutput(string? Name, TensorDataType DataType, ImmutableArray<long> Shape, TensorMemory? Memory)
{
    public ReadOnlyMemory<byte> Data => Memory?.Memory ?? default;

    public static void Release(IEnumerable<ProgramOutput?> outputs)
    {
        foreach (var output in outputs)
            (output?.Memory as IDisposable)?.Dispose();
    }
}
