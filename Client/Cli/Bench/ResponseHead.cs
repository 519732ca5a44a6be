using System.Buffers.Text;
using System.Text;

namespace OrleansInference.Cli.Bench;

/// <summary>As much of an HTTP/1.1 response's head as is needed to find its end.</summary>
internal readonly record struct ResponseHead(int Status, int HeadBytes, long BodyBytes, bool Closes)
{
    private const int StatusAt = 9; // after "HTTP/1.1 "

    /// <summary>Reads the head at the start of <paramref name="received"/>; false where it is not complete yet.</summary>
    /// <exception cref="InvalidDataException">It is no HTTP/1.1 response with a Content-Length.</exception>
    public static bool TryParse(ReadOnlySpan<byte> received, out ResponseHead head)
    {
        head = default;
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var lines = received[..(end + 2)];
        if (!lines.StartsWith("HTTP/1."u8) || !Utf8Parser.TryParse(lines[StatusAt..], out int status, out var digits) || digits != 3)
            throw new InvalidDataException("the answer is no HTTP/1.1 response");

        long bodyBytes = -1;
        var closes = false;
        for (lines = After(lines); lines.Length > 0; lines = After(lines))
        {
            if (ValueOf(lines, "content-length:"u8) is { Length: > 0 } length)
                bodyBytes = Utf8Parser.TryParse(length, out long value, out _) ? value : -1;
            else if (ValueOf(lines, "connection:"u8) is { Length: > 0 } connection)
                closes = Ascii.EqualsIgnoreCase(connection, "close"u8);
        }

        if (bodyBytes < 0)
            throw new InvalidDataException("the answer has no Content-Length");
        head = new ResponseHead(status, end + 4, bodyBytes, closes);
        return true;
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> lines) => lines[(lines.IndexOf("\r\n"u8) + 2)..];

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> lowerName)
    {
        var line = lines[..lines.IndexOf("\r\n"u8)];
        return line.Length > lowerName.Length && Ascii.EqualsIgnoreCase(line[..lowerName.Length], lowerName)
            ? line[lowerName.Length..].Trim((byte)' ')
            : [];
    }
}
