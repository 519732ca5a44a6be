using System.Buffers;
using System.Text;

namespace OrleansInference.Protocol.Grpc;

/// <summary>
/// The <c>grpc-message</c> trailer: UTF-8, percent-encoded but for the printable ASCII characters other than <c>%</c>
/// (grpc/grpc <c>doc/PROTOCOL-HTTP2.md</c>, "Status-Message"). Text that needs no change is returned as it is.
/// </summary>
public static class GrpcMessageText
{
    private static readonly SearchValues<char> Unencoded = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (char)value).Where(value => value != '%')]);

    /// <summary>Spells a message for the trailer. A lone surrogate becomes U+FFFD, as always in UTF-8.</summary>
    public static string Encode(string message)
    {
        var plain = message.AsSpan().IndexOfAnyExcept(Unencoded);
        if (plain < 0)
            return message;
        var text = new StringBuilder(message.Length + 32).Append(message.AsSpan(0, plain));
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in message.AsSpan(plain).EnumerateRunes())
        {
            if (rune.IsBmp && Unencoded.Contains((char)rune.Value))
                text.Append((char)rune.Value);
            else
                foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
                    text.Append('%').Append(Digit(value >> 4)).Append(Digit(value & 0xF));
        }
        return text.ToString();
    }

    /// <summary>
    /// Reads what <see cref="Encode"/> wrote, and never refuses: what is no escape stays as it came, and escaped bytes that are no
    /// UTF-8 become U+FFFD, as the document allows.
    /// </summary>
    public static string Decode(string encoded)
    {
        var percent = encoded.IndexOf('%', StringComparison.Ordinal);
        if (percent < 0)
            return encoded;
        var bytes = ArrayPool<byte>.Shared.Rent(encoded.Length / 3);
        var text = new StringBuilder(encoded.Length).Append(encoded.AsSpan(0, percent));
        for (var rest = encoded.AsSpan(percent); rest.Length > 0;)
        {
            var count = 0;
            for (; TryReadEscape(rest, out var value); rest = rest[3..])
                bytes[count++] = value;
            text.Append(Encoding.UTF8.GetString(bytes, 0, count));
            var next = rest.Length > 0 ? rest[1..].IndexOf('%') : 0;
            next = next < 0 ? rest.Length : Math.Min(next + 1, rest.Length);
            text.Append(rest[..next]);
            rest = rest[next..];
        }
        ArrayPool<byte>.Shared.Return(bytes);
        return text.ToString();
    }

    private static bool TryReadEscape(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text is not ['%', var high, var low, ..] || !char.IsAsciiHexDigit(high) || !char.IsAsciiHexDigit(low))
            return false;
        value = (byte)((Value(high) << 4) | Value(low));
        return true;
    }

    private static char Digit(int value) => "0123456789ABCDEF"[value];

    private static int Value(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
