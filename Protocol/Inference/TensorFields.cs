using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Protocol.Wire;

namespace OrleansInference.Protocol.Inference;

/// <summary>One tensor's fields.</summary>
internal static class TensorFields
{
    public static TensorMessage Read(ref ProtoReader reader, Func<int, Memory<byte>>? allocate)
    {
        reader.CountPart();
        reader.Enter(out var outer);
        var (name, dataType) = ("", "");
        var shape = new ListBuilder<long>();
        var parameters = ImmutableDictionary<string, ParameterValue>.Empty;
        var contents = new ContentsReader(allocate);
        while (reader.ReadTag() is var tag and not 0)
            switch (tag)
            {
                case InferFields.TensorName: name = reader.ReadText(interned: true); break;
                case InferFields.TensorDataType: dataType = reader.ReadText(interned: true); break;
                case InferFields.TensorShape: ReadDimension(ref reader, ref shape); break;
                case InferFields.TensorShapePacked: ReadShape(ref reader, ref shape); break;
                case InferFields.TensorParameters: ParameterFields.Read(ref reader, ref parameters); break;
                case InferFields.TensorContents: contents.Read(ref reader); break;
                default: reader.Skip(tag); break;
            }
        reader.Leave(outer);
        return new TensorMessage
        {
            Name = name, DataType = dataType, Shape = shape.ToImmutable(), Parameters = parameters, Contents = contents.ToImmutable(),
        };
    }

    public static void Write(ref ProtoWriter writer, TensorMessage tensor)
    {
        var size = new ProtoWriter(null);
        WriteFields(ref size, tensor);
        writer.Length(InferFields.Tensors, size.Written);
        WriteFields(ref writer, tensor);
    }

    private static void WriteFields(ref ProtoWriter writer, TensorMessage tensor)
    {
        writer.OptionalText(InferFields.TensorName, tensor.Name);
        writer.OptionalText(InferFields.TensorDataType, tensor.DataType);
        WriteShape(ref writer, tensor.Shape);
        ParameterFields.Write(ref writer, InferFields.TensorParameters, tensor.Parameters);
    }

    private static void WriteShape(ref ProtoWriter writer, ImmutableArray<long> shape)
    {
        var size = 0;
        foreach (var dimension in shape)
            size += ProtoWriter.SizeOf((ulong)dimension);
        if (size == 0)
            return;
        writer.Length(InferFields.TensorShapePacked, size);
        foreach (var dimension in shape)
            writer.Varint((ulong)dimension);
    }

    private static void ReadShape(ref ProtoReader reader, ref ListBuilder<long> shape)
    {
        reader.Enter(out var outer);
        while (reader.HasMore)
            ReadDimension(ref reader, ref shape);
        reader.Leave(outer);
    }

    private static void ReadDimension(ref ProtoReader reader, ref ListBuilder<long> shape)
    {
        reader.CountPart();
        shape.Add((long)reader.ReadVarint());
    }
}
