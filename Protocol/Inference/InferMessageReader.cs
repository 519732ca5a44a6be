using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Protocol.Wire;

namespace OrleansInference.Protocol.Inference;

/// <summary>Gathers the fields of a request or a response; a message that comes in several pieces is one.</summary>
internal struct InferMessageReader(Func<int, Memory<byte>>? allocate)
{
    private string _modelName = "", _modelVersion = "", _id = "";
    private ImmutableDictionary<string, ParameterValue> _parameters = ImmutableDictionary<string, ParameterValue>.Empty;
    private ListBuilder<TensorMessage> _tensors;
    private ListBuilder<RequestedOutputMessage> _outputs;
    private ListBuilder<ReadOnlyMemory<byte>> _raw;

    public void ReadRequest(ref ProtoReader reader)
    {
        while (reader.ReadTag() is var tag and not 0)
            switch (tag)
            {
                case InferFields.RequestedOutputs: _outputs.Add(ReadOutput(ref reader)); break;
                case InferFields.RawInputContents: ReadRaw(ref reader); break;
                default: ReadCommon(ref reader, tag); break;
            }
    }

    public void ReadResponse(ref ProtoReader reader)
    {
        while (reader.ReadTag() is var tag and not 0)
            if (tag == InferFields.RawOutputContents)
                ReadRaw(ref reader);
            else
                ReadCommon(ref reader, tag);
    }

    public readonly InferRequestMessage ToRequest() => new()
    {
        ModelName = _modelName, ModelVersion = _modelVersion, Id = _id, Parameters = _parameters,
        Tensors = _tensors.ToImmutable(), RawContents = _raw.ToImmutable(), Outputs = _outputs.ToImmutable(),
    };

    public readonly InferResponseMessage ToResponse() => new()
    {
        ModelName = _modelName, ModelVersion = _modelVersion, Id = _id, Parameters = _parameters,
        Tensors = _tensors.ToImmutable(), RawContents = _raw.ToImmutable(),
    };

    private void ReadCommon(ref ProtoReader reader, uint tag)
    {
        switch (tag)
        {
            case InferFields.ModelName: _modelName = reader.ReadText(interned: true); break;
            case InferFields.ModelVersion: _modelVersion = reader.ReadText(interned: true); break;
            case InferFields.Id: _id = reader.ReadText(interned: false); break;
            case InferFields.Parameters: ParameterFields.Read(ref reader, ref _parameters); break;
            case InferFields.Tensors: _tensors.Add(TensorFields.Read(ref reader, allocate)); break;
            default: reader.Skip(tag); break;
        }
    }

    private void ReadRaw(ref ProtoReader reader)
    {
        reader.CountPart();
        _raw.Add(reader.ReadBytes(allocate));
    }

    private static RequestedOutputMessage ReadOutput(ref ProtoReader reader)
    {
        reader.CountPart();
        reader.Enter(out var outer);
        var name = "";
        var parameters = ImmutableDictionary<string, ParameterValue>.Empty;
        while (reader.ReadTag() is var tag and not 0)
            switch (tag)
            {
                case InferFields.OutputName: name = reader.ReadText(interned: true); break;
                case InferFields.OutputParameters: ParameterFields.Read(ref reader, ref parameters); break;
                default: reader.Skip(tag); break;
            }
        reader.Leave(outer);
        return new RequestedOutputMessage(name, parameters);
    }
}
