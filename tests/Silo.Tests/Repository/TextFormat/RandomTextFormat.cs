using System.Text;
using OrleansInference.Repository.TextFormat;

namespace OrleansInference.Tests.Repository.TextFormat;

/// <summary>Writes a random tree of fields with a random lay-out, and says which tree it is.</summary>
internal sealed class RandomTextFormat(Random random, params string[] names)
{
    private static readonly string[] AnyNames = ["a", "_b", "input_1", "KIND", "inf", "[x.y/z]"];

    private readonly string[] _names = names.Length > 0 ? names : AnyNames;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _canonical = new();

    public (string Text, string Canonical) Write()
    {
        Fields(0);
        return (_text.ToString(), _canonical.ToString());
    }

    public static string Canonical(TextMessage message) => string.Concat(message.Fields.Select(field =>
        field.Value is TextMessage nested ? $"{field.Name}{{{Canonical(nested)}}}" : $"{field.Name}={Canonical((TextScalar)field.Value)};"));

    private static string Canonical(TextScalar scalar) => $"{scalar.Kind}{(scalar.IsNegative ? "-" : "")}|{scalar.Text}|";

    private void Fields(int depth)
    {
        for (var count = random.Next(5); count > 0; count--) Field(depth);
    }

    private void Field(int depth)
    {
        var name = Pick(_names);
        Put(name);
        var isMessage = depth < 4 && random.Next(3) == 0;
        Blank();
        if (!isMessage || random.Next(2) == 0) Put(":");
        Blank();
        if (random.Next(3) == 0) List(name, isMessage, depth);
        else Value(name, isMessage, depth);
        Put(Pick(" ", ",", " ; "));
        Blank();
    }

    private void List(string name, bool isMessage, int depth)
    {
        Put("[");
        for (var left = random.Next(4); left > 0; left--)
        {
            Value(name, isMessage, depth);
            if (left > 1) Put(",");
        }
        Blank();
        Put("]");
    }

    private void Value(string name, bool isMessage, int depth)
    {
        Blank();
        _canonical.Append(name);
        if (isMessage)
        {
            var isAngle = random.Next(2) == 0;
            Put(isAngle ? "<" : "{");
            _canonical.Append('{');
            Blank();
            Fields(depth + 1);
            Put(isAngle ? ">" : "}");
            _canonical.Append('}');
        }
        else
        {
            _canonical.Append('=');
            Scalar();
            _canonical.Append(';');
        }
        Blank();
    }

    private void Scalar()
    {
        switch (random.Next(4))
        {
            case 0: Number(TokenKind.Integer, Pick("0", "7", "0x1fE", "017", "18446744073709551615")); break;
            case 1: Number(TokenKind.Float, Pick("1.5", ".5", "2.", "1e9", "1.5E-7f", "3f")); break;
            case 2:
                var identifier = Pick("true", "TYPE_FP32", "nan", "x");
                Put(identifier);
                _canonical.Append($"{TokenKind.Identifier}|{identifier}|");
                break;
            default: Text(); break;
        }
    }

    private void Number(TokenKind kind, string number)
    {
        var isNegative = random.Next(2) == 0;
        if (isNegative) Put("-");
        if (isNegative) Blank();
        Put(number);
        _canonical.Append($"{kind}{(isNegative ? "-" : "")}|{number}|");
    }

    private void Text()
    {
        _canonical.Append($"{TokenKind.String}|");
        for (var literals = random.Next(1, 4); literals > 0; literals--)
        {
            var quote = Pick("'", "\"");
            Put(quote);
            for (var length = random.Next(6); length > 0; length--)
            {
                var rune = new Rune(random.Next(4) == 0 ? 0x1F600 + random.Next(16) : random.Next(4) == 0 ? 0xE0 + random.Next(16) : random.Next(32, 127));
                Put(random.Next(3) == 0 || rune.Value is '\\' or '\'' or '"' ? Escaped(rune) : rune.ToString());
                _canonical.Append(rune);
            }
            Put(quote);
            Blank();
        }
        _canonical.Append('|');
    }

    private string Escaped(Rune rune)
    {
        var bytes = Encoding.UTF8.GetBytes(rune.ToString());
        return random.Next(3) switch
        {
            0 => string.Concat(bytes.Select(value => $"\\{Convert.ToString(value, 8).PadLeft(3, '0')}")),
            1 => string.Concat(bytes.Select(value => $"\\x{value:X2}")),
            _ => $"\\U{rune.Value:x8}",
        };
    }

    private void Blank()
    {
        if (random.Next(2) == 0) Put(Pick(" ", "\n", "\t", "\r\n", " # 'a comment' { \n", "\f\v"));
    }

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private void Put(string text) => _text.Append(text);
}
