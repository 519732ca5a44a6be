using System.Collections.Immutable;
using OrleansInference.Inference;
using OrleansInference.Protocol.Wire;

namespace OrleansInference.Protocol.Inference;

/// <summary>Maps of parameters: an entry is a message of a key and an InferParameter.</summary>
internal static class ParameterFields
{
    /// <summary>Reads one entry. Of entries with the same key, the last counts.</summary>
    public static void Read(ref ProtoReader reader, ref ImmutableDictionary<string, ParameterValue> parameters)
    {
        reader.CountPart();
        reader.Enter(out var outer);
        var (key, value) = ("", default(ParameterValue));
        while (reader.ReadTag() is var tag and not 0)
            switch (tag)
            {
                case InferFields.EntryKey: key = reader.ReadText(interned: true); break;
                case InferFields.EntryValue: value = ReadValue(ref reader); break;
                default: reader.Skip(tag); break;
            }
        reader.Leave(outer);
        parameters = parameters.SetItem(key, value);
    }

    public static void Write(ref ProtoWriter writer, uint tag, ImmutableDictionary<string, ParameterValue> parameters)
    {
        foreach (var (key, value) in parameters)
        {
            var size = new ProtoWriter(null);
            WriteEntry(ref size, key, value);
            writer.Length(tag, size.Written);
            WriteEntry(ref writer, key, value);
        }
    }

    private static ParameterValue ReadValue(ref ProtoReader reader)
    {
        reader.Enter(out var outer);
        var value = default(ParameterValue);
        while (reader.ReadTag() is var tag and not 0)
            switch (tag)
            {
                case InferFields.BoolParameter: value = ParameterValue.Of(reader.ReadVarint() != 0); break;
                case InferFields.Int64Parameter: value = ParameterValue.Of((long)reader.ReadVarint()); break;
                case InferFields.StringParameter: value = ParameterValue.Of(reader.ReadText(interned: false)); break;
                case InferFields.DoubleParameter: value = ParameterValue.Of(BitConverter.UInt64BitsToDouble(reader.ReadFixed64())); break;
                case InferFields.UInt64Parameter: value = ParameterValue.Of(reader.ReadVarint()); break;
                default: reader.Skip(tag); break;
            }
        reader.Leave(outer);
        return value;
    }

    private static void WriteEntry(ref ProtoWriter writer, string key, ParameterValue value)
    {
        writer.Text(InferFields.EntryKey, key);
        var size = new ProtoWriter(null);
        WriteValue(ref size, value);
        writer.Length(InferFields.EntryValue, size.Written);
        WriteValue(ref writer, value);
    }

    private static void WriteValue(ref ProtoWriter writer, ParameterValue value)
    {
        if (value.Boolean is { } boolean)
            writer.Varint(InferFields.BoolParameter, boolean ? 1ul : 0);
        else if (value.Integer is { } integer)
            writer.Varint(InferFields.Int64Parameter, (ulong)integer);
        else if (value.Unsigned is { } unsigned)
            writer.Varint(InferFields.UInt64Parameter, unsigned);
        else if (value.Number is { } number)
            writer.Fixed64(InferFields.DoubleParameter, BitConverter.DoubleToUInt64Bits(number));
        else if (value.Text is { } text)
            writer.Text(InferFields.StringParameter, text);
    }
}
