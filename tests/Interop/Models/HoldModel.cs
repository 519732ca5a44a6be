using System.Buffers.Binary;
using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Interop.Models;

/// <summary>
/// A model that its callers hold and release, so that they know what the server does meanwhile. Input <c>mark</c> names a run. <c>hold</c>
/// runs until <c>release</c> is called with its mark; <c>started</c> answers once it runs; each answers all marks that have run.
/// </summary>
internal sealed class HoldModel(ModelSpec spec, Holds holds) : IManagedModel
{
    public ModelSignature Signature { get; } = spec.DeclaredSignature!;

    public async ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        var mark = BinaryPrimitives.ReadInt64LittleEndian(inputs[0].Data.Span);
        switch (spec.Id.Model)
        {
            case "started": await holds.WaitForStart(mark); break;
            case "release": holds.Release(mark); break;
            default: await holds.Run(mark); break;
        }
        var marks = holds.Started;
        var data = new byte[marks.Length * sizeof(long)];
        for (var i = 0; i < marks.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * sizeof(long)), marks[i]);
        return [new InferenceTensor { Name = "marks", DataType = TensorDataType.Int64, Shape = [marks.Length], Data = data }];
    }
}
