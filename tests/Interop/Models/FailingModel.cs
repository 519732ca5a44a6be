using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Interop.Models;

/// <summary>Raises.</summary>
internal sealed class FailingModel(ModelSpec spec) : IManagedModel
{
    public ModelSignature Signature { get; } = spec.DeclaredSignature!;

    public ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs) =>
        throw new InvalidOperationException("the model has failed: 100 % ä\nas it should");
}
