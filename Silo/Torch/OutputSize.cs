using System.Collections.Immutable;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>Bytes of an output.</summary>
internal static class OutputSize
{
    /// <exception cref="ProgramException">More than a view of memory can span.</exception>
    public static int Bytes(TensorDataType type, ImmutableArray<long> shape)
    {
        var bytes = shape.Aggregate((long)type.ElementBytes(), (product, dimension) => product * dimension);
        return bytes <= int.MaxValue
            ? (int)bytes
            : throw new ProgramException($"An output of shape [{string.Join(", ", shape)}] has {bytes} bytes; at most {int.MaxValue} can be returned.");
    }
}
