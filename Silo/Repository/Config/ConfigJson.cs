using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;
using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Repository.Config;

/// <summary>
/// Reads protobuf's JSON of Triton's message ModelConfig into what its text format would be read into, so that one binder binds both. Fields are
/// named as in the proto or in camel case, and 64-bit integers may be in quotes. A field that the proto does not have is passed on as it is,
/// for the binder to name.
/// </summary>
internal ref struct ConfigJson
{
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;

    private ConfigJson(ReadOnlySpan<byte> text)
    {
        _text = text;
        _reader = new Utf8JsonReader(text);
    }

    private readonly TextPosition At
    {
        get
        {
            var before = _text[..(int)_reader.TokenStartIndex];
            return new TextPosition(before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
        }
    }

    /// <exception cref="TextFormatException">It is no JSON, or no object.</exception>
    public static TextMessage Parse(string json)
    {
        var parser = new ConfigJson(Encoding.UTF8.GetBytes(json));
        try
        {
            parser._reader.Read();
            if (parser._reader.TokenType != JsonTokenType.StartObject) throw new TextFormatException(parser.At, "expected an object in braces");
            var message = parser.Message(Protocol.ModelConfig.Descriptor);
            parser._reader.Read(); // or throws: something follows
            return message;
        }
        catch (JsonException exception)
        {
            throw new TextFormatException(new TextPosition((int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1), "this is not JSON");
        }
    }

    private TextMessage Message(MessageDescriptor? type)
    {
        var at = At;
        var fields = new List<TextField>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var (written, place) = (_reader.GetString()!, At);
            var field = type?.Fields.InDeclarationOrder().FirstOrDefault(known => known.Name == written || known.JsonName == written);
            _reader.Read();
            foreach (var value in Values(field)) fields.Add(new TextField(field?.Name ?? written, place, value));
        }
        return new TextMessage(at, [.. fields]);
    }

    /// <summary>One for each element of a list or a map; none for null.</summary>
    private List<TextValue> Values(FieldDescriptor? field)
    {
        var values = new List<TextValue>();
        if (_reader.TokenType == JsonTokenType.Null) return values;
        if (_reader.TokenType == JsonTokenType.StartArray)
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) values.Add(Value(field));
        else if (field is { IsMap: true } && _reader.TokenType == JsonTokenType.StartObject)
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject) values.Add(Entry(field));
        else
            values.Add(Value(field));
        return values;
    }

    private TextMessage Entry(FieldDescriptor map)
    {
        var at = At;
        var key = Text(map.MessageType.FindFieldByName("key"), _reader.GetString()!);
        _reader.Read();
        return new TextMessage(at, [new TextField("key", at, key), new TextField("value", at, Value(map.MessageType.FindFieldByName("value")))]);
    }

    private TextValue Value(FieldDescriptor? field) => _reader.TokenType switch
    {
        JsonTokenType.StartObject => Message(field is { FieldType: FieldType.Message } ? field.MessageType : null),
        JsonTokenType.String => Text(field, _reader.GetString()!),
        JsonTokenType.Number => Number(Encoding.UTF8.GetString(_reader.ValueSpan)),
        JsonTokenType.True => new TextScalar(At, TokenKind.Identifier, "true"),
        JsonTokenType.False => new TextScalar(At, TokenKind.Identifier, "false"),
        _ => throw new TextFormatException(At, "expected a value"),
    };

    private readonly TextScalar Text(FieldDescriptor? field, string text) => field?.FieldType switch
    {
        FieldType.Enum => new TextScalar(At, TokenKind.Identifier, text),
        FieldType.Int32 or FieldType.Int64 or FieldType.UInt32 or FieldType.UInt64 when long.TryParse(text, out _) => Number(text),
        _ => new TextScalar(At, TokenKind.String, text),
    };

    private readonly TextScalar Number(string text)
    {
        var isInteger = text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;
        return new TextScalar(At, isInteger ? TokenKind.Integer : TokenKind.Float, text.TrimStart('-'), text.StartsWith('-'));
    }
}
