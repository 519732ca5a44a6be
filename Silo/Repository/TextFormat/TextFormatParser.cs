using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace OrleansInference.Repository.TextFormat;

/// <summary>
/// Parses protobuf text format (https://protobuf.dev/reference/protobuf/textformat-spec/) into a tree of fields, without a
/// schema: the meaning of names and the types of values are the reader's. Lists become repeated fields, which is what they mean.
/// </summary>
internal sealed class TextFormatParser
{
    /// <summary>Messages within messages; ModelConfig needs six.</summary>
    private const int MaxDepth = 32;

    private static readonly FrozenSet<string> SignedNames = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "inf", "infinity", "nan");

    private readonly Tokenizer _tokenizer;
    private Token _next;

    private TextFormatParser(string text)
    {
        _tokenizer = new Tokenizer(text);
        _next = _tokenizer.Next();
    }

    /// <exception cref="TextFormatException">The text is not protobuf text format; the message begins with line and column.</exception>
    public static TextMessage Parse(string text)
    {
        var parser = new TextFormatParser(text);
        var fields = ImmutableArray.CreateBuilder<TextField>();
        while (parser._next.Kind != TokenKind.End) parser.Field(fields, 0);
        return new TextMessage(new TextPosition(1, 1), fields.ToImmutable());
    }

    private void Field(ImmutableArray<TextField>.Builder fields, int depth)
    {
        var at = _next.At;
        var name = FieldName();
        var hasColon = TryTake(':');
        if (TryTake('[')) List(fields, name, at, hasColon, depth);
        else fields.Add(new TextField(name, at, Value(name, hasColon, depth)));
        if (!TryTake(',')) TryTake(';');
    }

    private void List(ImmutableArray<TextField>.Builder fields, string name, TextPosition at, bool hasColon, int depth)
    {
        if (TryTake(']')) return;
        do fields.Add(new TextField(name, at, Value(name, hasColon, depth)));
        while (TryTake(','));
        if (!TryTake(']')) throw Expected("',' or ']' in the list");
    }

    private string FieldName()
    {
        if (_next.Is('[')) return ExtensionName();
        if (_next.Kind != TokenKind.Identifier) throw Expected("the name of a field");
        return Take().Text;
    }

    /// <summary><c>[package.extension]</c> or <c>[domain/package.Type]</c>, brackets included.</summary>
    private string ExtensionName()
    {
        var name = new StringBuilder(Take().Text);
        while (true)
        {
            if (_next.Kind != TokenKind.Identifier) throw Expected("the name of an extension");
            name.Append(Take().Text);
            if (!_next.Is('.') && !_next.Is('/') && !_next.Is('-')) break;
            name.Append(Take().Text);
        }
        if (!_next.Is(']')) throw Expected("']' after the name of an extension");
        return name.Append(Take().Text).ToString();
    }

    private TextValue Value(string name, bool hasColon, int depth)
    {
        if (_next.Is('{')) return Message('}', depth + 1);
        if (_next.Is('<')) return Message('>', depth + 1);
        if (!hasColon) throw Expected($"':' or '{{' after '{name}'");
        return Scalar();
    }

    private TextMessage Message(char close, int depth)
    {
        var open = Take();
        if (depth > MaxDepth) throw new TextFormatException(open.At, $"messages are nested deeper than {MaxDepth}");
        var fields = ImmutableArray.CreateBuilder<TextField>();
        while (!TryTake(close))
        {
            if (_next.Kind == TokenKind.End) throw Expected($"'{close}' for the '{open.Text}' at {open.At}");
            Field(fields, depth);
        }
        return new TextMessage(open.At, fields.ToImmutable());
    }

    private TextScalar Scalar()
    {
        var at = _next.At;
        if (_next.Kind == TokenKind.String) return Text(at);
        var isNegative = TryTake('-');
        var isNumber = _next.Kind is TokenKind.Integer or TokenKind.Float || (isNegative && SignedNames.Contains(_next.Text));
        if (isNegative && !isNumber) throw Expected("a number after '-'");
        if (!isNumber && _next.Kind != TokenKind.Identifier) throw Expected("a value");
        var token = Take();
        return new TextScalar(at, token.Kind, token.Text, isNegative);
    }

    /// <summary>Literals that stand next to each other are one text.</summary>
    private TextScalar Text(TextPosition at)
    {
        var text = new StringBuilder();
        while (_next.Kind == TokenKind.String) text.Append(Take().Text);
        return new TextScalar(at, TokenKind.String, text.ToString());
    }

    private Token Take()
    {
        var token = _next;
        _next = _tokenizer.Next();
        return token;
    }

    private bool TryTake(char symbol)
    {
        if (!_next.Is(symbol)) return false;
        Take();
        return true;
    }

    private TextFormatException Expected(string what) => new(_next.At, $"expected {what}, found {_next}");
}
