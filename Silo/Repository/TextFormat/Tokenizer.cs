using System.Buffers;

namespace OrleansInference.Repository.TextFormat;

/// <summary>Splits protobuf text format into tokens; white space and <c>#</c> comments are left out.</summary>
internal sealed class Tokenizer(string text)
{
    private const string Symbols = "{}<>[]:,;-./";
    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");

    private int _index;
    private int _line = 1;
    private int _lineStart;

    private TextPosition Here => new(_line, _index - _lineStart + 1);

    public Token Next()
    {
        SkipBlank();
        var at = Here;
        if (_index == text.Length) return new Token(TokenKind.End, "", at);

        var c = text[_index];
        if (char.IsAsciiLetter(c) || c == '_') return new Token(TokenKind.Identifier, Take(EndOfWord(_index)), at);
        if (char.IsAsciiDigit(c) || (c == '.' && _index + 1 < text.Length && char.IsAsciiDigit(text[_index + 1]))) return Number(at);
        if (c is '"' or '\'') return Literal(at);
        if (Symbols.Contains(c, StringComparison.Ordinal)) return new Token(TokenKind.Symbol, Take(_index + 1), at);
        var shown = char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : $"'{c}'";
        throw new TextFormatException(at, $"unexpected character {shown}");
    }

    private void SkipBlank()
    {
        for (; _index < text.Length; _index++)
        {
            var c = text[_index];
            if (c == '\n')
                (_line, _lineStart) = (_line + 1, _index + 1);
            else if (c == '#')
                _index = (text.IndexOf('\n', _index) is var end and >= 0 ? end : text.Length) - 1;
            else if (c is not (' ' or '\t' or '\r' or '\v' or '\f'))
                return;
        }
    }

    private Token Number(TextPosition at)
    {
        // Takes all that touches it, so that '12abc' is one malformed number and not two tokens.
        var end = _index;
        while (true)
        {
            end = EndOfWord(end);
            var isExponentSign = end < text.Length && text[end] is '+' or '-' && text[end - 1] is 'e' or 'E' && !IsHexadecimal;
            if (end < text.Length && (text[end] == '.' || isExponentSign)) end++;
            else break;
        }
        var number = Take(end);
        if (!NumberLiteral.TryClassify(number, out var kind)) throw new TextFormatException(at, $"'{number}' is not a number");
        return new Token(kind, number, at);
    }

    private bool IsHexadecimal => text.AsSpan(_index).StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    private Token Literal(TextPosition at)
    {
        var (value, end) = new StringLiteral(text, _index, at).Decode();
        _index = end;
        return new Token(TokenKind.String, value, at);
    }

    private int EndOfWord(int from)
    {
        var length = text.AsSpan(from).IndexOfAnyExcept(Letters);
        return length < 0 ? text.Length : from + length;
    }

    private string Take(int end)
    {
        var taken = text[_index..end];
        _index = end;
        return taken;
    }
}
