using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansInference.Models;

namespace OrleansInference.Torch;

/// <summary>Tensors from and to arrays.</summary>
internal static class Tensors
{
    public static InferenceTensor Of<T>(string name, TensorDataType type, T[] values, params long[] shape) where T : unmanaged => new()
    {
        Name = name,
        DataType = type,
        Shape = shape.Length == 0 ? [values.Length] : [.. shape],
        Data = MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
    };

    public static InferenceTensor Floats(string name, params float[] values) => Of(name, TensorDataType.Fp32, values);

    /// <summary>As Assert.Equal, which takes collection expressions as spans, and those don't stand beside an await.</summary>
    public static void Equal<T>(T[] expected, T[] actual) => Assert.Equal(expected, actual);

    public static void HasShape(this InferenceTensor tensor, params long[] shape) => Assert.Equal(shape, tensor.Shape.ToArray());

    public static T[] Read<T>(this InferenceTensor tensor) where T : unmanaged
    {
        Assert.Equal(tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension) * Unsafe.SizeOf<T>(), tensor.Data.Length);
        return MemoryMarshal.Cast<byte, T>(tensor.Data.Span).ToArray();
    }

    public static float[] Floats(this InferenceTensor tensor)
    {
        Assert.Equal(TensorDataType.Fp32, tensor.DataType);
        return tensor.Read<float>();
    }

    public static void Release(this ImmutableArray<InferenceTensor> outputs) =>
        TensorMemory.Release(new Inference.InferenceResponse { Model = default, Outputs = outputs });
}
