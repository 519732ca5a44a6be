using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansInference.Repository.TextFormat;

/// <summary>
/// Decodes one quoted literal. Escapes stand for bytes (octal, hexadecimal) or code points (<c>\u</c>, <c>\U</c>); the whole has
/// to be UTF-8, as a protobuf string has to be.
/// </summary>
internal ref struct StringLiteral(string text, int start, TextPosition at)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const string AllowedEscapes = @"\a \b \f \n \r \t \v \? \\ \' \"" \123 \x1F \u1234 \U00012345";

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _index = start + 1;

    /// <summary>Returns what the literal at the start stands for, and the index behind its closing quote.</summary>
    public (string Value, int End) Decode()
    {
        var quote = text[start];
        while (true)
        {
            if (IsAtLineEnd(_index)) throw Unclosed();
            if (text[_index] == quote) break;
            if (text[_index] == '\\') Escape();
            else Plain();
        }
        return (Value(), _index + 1);
    }

    private readonly bool IsAtLineEnd(int index) => index >= text.Length || text[index] == '\n';

    private readonly TextFormatException Unclosed() => new(at, $"this text has no closing {text[start]} on its line");

    private readonly string Value()
    {
        try
        {
            return Utf8.GetString(_bytes.WrittenSpan);
        }
        catch (DecoderFallbackException)
        {
            throw new TextFormatException(at, "the escapes of this text give bytes that are not UTF-8");
        }
    }

    private void Plain()
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(_index), out var rune, out var used) != OperationStatus.Done)
            throw new TextFormatException(Here, "half of a surrogate pair");
        Append(rune);
        _index += used;
    }

    private void Escape()
    {
        var escapeAt = Here;
        if (IsAtLineEnd(++_index)) throw Unclosed();
        var letter = text[_index];
        if (char.IsBetween(letter, '0', '7'))
        {
            Byte(Digits(3, octal: true), escapeAt);
            return;
        }
        _index++;
        switch (letter)
        {
            case 'x' or 'X': Byte(Digits(2), escapeAt); break;
            case 'u': CodePoint(Digits(4, exactly: true), escapeAt); break;
            case 'U': CodePoint(Digits(8, exactly: true), escapeAt); break;
            default:
                var simple = "abfnrtv?\\'\"".IndexOf(letter, StringComparison.Ordinal);
                if (simple < 0) throw new TextFormatException(escapeAt, $"unknown escape; allowed: {AllowedEscapes}");
                _bytes.Write([(byte)"\a\b\f\n\r\t\v?\\'\""[simple]]);
                break;
        }
    }

    /// <summary>A number of at most <paramref name="most"/> digits; −1 where there are too few.</summary>
    private long Digits(int most, bool octal = false, bool exactly = false)
    {
        long value = 0;
        var count = 0;
        for (; count < most && _index < text.Length; count++, _index++)
        {
            var c = text[_index];
            if (octal ? !char.IsBetween(c, '0', '7') : !char.IsAsciiHexDigit(c)) break;
            value = value * (octal ? 8 : 16) + int.Parse([c], NumberStyles.AllowHexSpecifier);
        }
        return count == 0 || (exactly && count < most) ? -1 : value;
    }

    private readonly void Byte(long value, TextPosition escapeAt)
    {
        if (value is < 0 or > byte.MaxValue)
            throw new TextFormatException(escapeAt, "this escape is not a byte; allowed: \\0 to \\377, \\x0 to \\xFF");
        _bytes.Write([(byte)value]);
    }

    private void CodePoint(long value, TextPosition escapeAt)
    {
        // A pair of \u escapes may spell a pair of surrogates.
        if (value is >= 0xD800 and < 0xDC00 && text.AsSpan(_index).StartsWith("\\u", StringComparison.Ordinal))
        {
            _index += 2;
            var low = Digits(4, exactly: true);
            value = low is >= 0xDC00 and < 0xE000 ? 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00) : -1;
        }
        if (value < 0 || !Rune.IsValid((int)Math.Min(value, int.MaxValue)))
            throw new TextFormatException(escapeAt, @"this escape is not a Unicode code point; allowed: \u1234, \U00012345");
        Append(new Rune((int)value));
    }

    private readonly void Append(Rune rune)
    {
        var span = _bytes.GetSpan(4);
        _bytes.Advance(rune.EncodeToUtf8(span));
    }

    /// <summary>A literal stays on one line, so the column follows from the index.</summary>
    private readonly TextPosition Here => at with { Column = at.Column + _index - start };
}
