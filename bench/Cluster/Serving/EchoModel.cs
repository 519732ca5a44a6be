using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Bench;

/// <summary>y = x, so that nothing is measured but the way there and back.</summary>
internal sealed class EchoModel : IManagedModel
{
    public static readonly ModelSignature EchoSignature = new()
    {
        Inputs = [new TensorSpec { Name = "x", DataType = TensorDataType.UInt8, Shape = [-1] }],
        Outputs = [new TensorSpec { Name = "y", DataType = TensorDataType.UInt8, Shape = [-1] }],
        Platform = "managed",
    };

    public ModelSignature Signature => EchoSignature;

    public ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs) => ValueTask.FromResult<ImmutableArray<InferenceTensor>>([inputs[0] with { Name = "y" }]);
}
