using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>What becomes of one request: a message over the model's own output memory, or a fault. Disposed once it is written.</summary>
internal sealed class InferAnswer : IDisposable
{
    private readonly InferenceResponse? _source;

    /// <summary>A refusal.</summary>
    public InferAnswer(string id, InferenceFault fault) => (Id, Fault) = (id, fault);

    /// <param name="id">The request's.</param>
    /// <param name="source">Owns the memory.</param>
    /// <param name="outputs">Views over it.</param>
    public InferAnswer(string id, InferenceResponse source, ImmutableArray<InferenceTensor> outputs)
    {
        (Id, _source) = (id, source);
        var tensors = ImmutableArray.CreateBuilder<TensorMessage>(outputs.Length);
        var raw = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(outputs.Length);
        foreach (var output in outputs)
        {
            tensors.Add(new TensorMessage { Name = output.Name, DataType = output.DataType.ToProtocolName(), Shape = output.Shape });
            raw.Add(output.Data);
        }
        Response = new InferResponseMessage
        {
            ModelName = source.Model.Model,
            ModelVersion = source.Model.Version.ToString(),
            Id = id,
            Tensors = tensors.MoveToImmutable(),
            RawContents = raw.MoveToImmutable(),
        };
    }

    public string Id { get; }

    public InferenceFault? Fault { get; }

    public InferResponseMessage? Response { get; }

    public void Dispose()
    {
        if (_source is not null)
            TensorMemory.Release(_source);
    }
}
