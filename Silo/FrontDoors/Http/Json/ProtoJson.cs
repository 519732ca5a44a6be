using System.Collections;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OrleansInference.FrontDoors.Http.Json;

/// <summary>
/// Writes a message as Triton's HTTP door does: the proto's own names, every plain field also where it has its default, and 64-bit integers
/// as numbers (protobuf's canonical JSON has strings).
/// </summary>
internal static class ProtoJson
{
    public static void Write(Utf8JsonWriter json, IMessage message)
    {
        json.WriteStartObject();
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (field.ContainingOneof is not null ? !field.Accessor.HasValue(message) : value is null)
                continue;
            json.WritePropertyName(field.Name);
            if (field.IsMap)
                WriteMap(json, field.MessageType.FindFieldByName("value"), (IDictionary)value!);
            else if (field.IsRepeated)
                WriteList(json, field, (IList)value!);
            else
                WriteValue(json, field, value!);
        }
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, FieldDescriptor field, IList values)
    {
        json.WriteStartArray();
        foreach (var value in values)
            WriteValue(json, field, value);
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, FieldDescriptor field, IDictionary entries)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in entries)
        {
            json.WritePropertyName(entry.Key.ToString()!);
            WriteValue(json, field, entry.Value!);
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, FieldDescriptor field, object value)
    {
        switch (value)
        {
            case IMessage message: Write(json, message); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case long number: json.WriteNumberValue(number); break;
            case ulong number: json.WriteNumberValue(number); break;
            case uint number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case Enum choice: json.WriteStringValue(field.EnumType.FindValueByNumber((int)value)?.Name ?? choice.ToString()); break;
            default: throw new NotSupportedException($"{field.FullName} is a {value.GetType().Name}, which has no form here.");
        }
    }
}
