using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Ensembles;

/// <summary>Grey values as cameras have them, 0 to 255, as what <c>digits</c> knows, 0 to 1.</summary>
internal sealed class Pixels : IManagedModel
{
    public ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorSpec { Name = "grey", DataType = TensorDataType.UInt8, Shape = [-1, 8, 8] }],
        Outputs = [new TensorSpec { Name = "image", DataType = TensorDataType.Fp32, Shape = [-1, 1, 8, 8] }],
        MaxBatchSize = 64,
        Platform = "managed",
    };

    public ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        var grey = inputs[0].Data.Span;
        var image = new float[grey.Length];
        for (var i = 0; i < image.Length; i++) image[i] = grey[i] / 255f;
        return ValueTask.FromResult<ImmutableArray<InferenceTensor>>([new InferenceTensor
        {
            Name = "image",
            DataType = TensorDataType.Fp32,
            Shape = [inputs[0].Shape[0], 1, 8, 8],
            Data = MemoryMarshal.AsBytes(image.AsSpan()).ToArray(),
        }]);
    }
}
