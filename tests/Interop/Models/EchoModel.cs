using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Interop.Models;

/// <summary>Returns its inputs under the names of its outputs, as they are.</summary>
internal sealed class EchoModel(ModelSpec spec) : IManagedModel
{
    public ModelSignature Signature { get; } = spec.DeclaredSignature!;

    public ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs) => ValueTask.FromResult<ImmutableArray<InferenceTensor>>(
        [.. inputs.Zip(Signature.Outputs, (input, output) => input with { Name = output.Name, Data = input.Data.ToArray() })]);
}
