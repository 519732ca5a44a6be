using System.Collections.Immutable;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Orchestration.InProcess;

/// <summary>Answers once as many replicas run as its one input says: each runs one batch of one request at a time.</summary>
internal sealed class MeetingModel(ModelSpec spec, Meetings meetings) : IManagedModel
{
    public ModelSignature Signature { get; } = spec.DeclaredSignature!;

    public async ValueTask<ImmutableArray<InferenceTensor>> RunAsync(ImmutableArray<InferenceTensor> inputs)
    {
        await meetings.Attend(inputs[0].Data.Span[0]);
        return [inputs[0] with { Name = "y", Data = inputs[0].Data.ToArray() }];
    }
}
