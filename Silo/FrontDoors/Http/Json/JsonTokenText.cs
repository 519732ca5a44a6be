using System.Text;
using System.Text.Json;

namespace OrleansInference.FrontDoors.Http.Json;

/// <summary>A JSON token in an error message: what it is, and its text, cut where it is long.</summary>
internal static class JsonTokenText
{
    private const int LongestBytes = 40;

    public static string Of(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => $"the string \"{Text(reader.ValueSpan)}\"",
        JsonTokenType.Number => $"the number {Text(reader.ValueSpan)}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        _ => "the end of the enclosing array or object",
    };

    private static string Text(ReadOnlySpan<byte> value) =>
        value.Length <= LongestBytes ? Encoding.UTF8.GetString(value) : Encoding.UTF8.GetString(value[..LongestBytes]) + "…";
}
