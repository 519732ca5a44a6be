using System.Net;
using System.Text;

namespace OrleansInference.Cli.Bench;

/// <summary>A server and the bytes of the HTTP/1.1 request that it gets.</summary>
internal sealed record HttpTarget(IPEndPoint Server, ReadOnlyMemory<byte> Request)
{
    /// <param name="url">Of scheme http.</param>
    /// <param name="body">Sent by POST; without a body, the request is a GET.</param>
    /// <param name="headers">Further header lines, <c>Name: value</c>.</param>
    public static HttpTarget Create(Uri url, byte[]? body, IEnumerable<string> headers)
    {
        var head = new StringBuilder();
        head.Append($"{(body is null ? "GET" : "POST")} {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n");
        foreach (var header in headers)
            head.Append($"{header}\r\n");
        if (body is not null)
            head.Append($"Content-Length: {body.Length}\r\n");
        head.Append("\r\n");

        var address = IPAddress.TryParse(url.Host.Trim('[', ']'), out var literal) ? literal : Dns.GetHostAddresses(url.Host)[0];
        return new HttpTarget(new IPEndPoint(address, url.Port), (byte[])[.. Encoding.Latin1.GetBytes(head.ToString()), .. body ?? []]);
    }
}
