using System.Net;
using System.Text;

namespace OrleansInference.Cli.Bench;

/// <summary>A server and the bytes of the HTTP/1.1 requests that it gets, in turn.</summary>
internal sealed class HttpTarget
{
    private readonly ReadOnlyMemory<byte>[] _requests;
    private int _next = -1;

    private HttpTarget(IPEndPoint server, ReadOnlyMemory<byte>[] requests) => (Server, _requests) = (server, requests);

    public IPEndPoint Server { get; }

    /// <param name="url">Of scheme http.</param>
    /// <param name="body">Sent by POST; without a body, the request is a GET.</param>
    /// <param name="headers">Further header lines, <c>Name: value</c>.</param>
    public static HttpTarget Create(Uri url, byte[]? body, IEnumerable<string> headers) => Create(url, [body], headers);

    /// <param name="url">Of scheme http.</param>
    /// <param name="bodies">Sent in turn, over all connections together.</param>
    /// <param name="headers">Further header lines, <c>Name: value</c>.</param>
    public static HttpTarget Create(Uri url, IReadOnlyList<byte[]?> bodies, IEnumerable<string> headers)
    {
        var address = IPAddress.TryParse(url.Host.Trim('[', ']'), out var literal) ? literal : Dns.GetHostAddresses(url.Host)[0];
        return new HttpTarget(new IPEndPoint(address, url.Port), [.. bodies.Select(body => Request(url, body, headers))]);
    }

    /// <summary>What to send next.</summary>
    public ReadOnlyMemory<byte> Next() => _requests[(uint)Interlocked.Increment(ref _next) % (uint)_requests.Length];

    private static ReadOnlyMemory<byte> Request(Uri url, byte[]? body, IEnumerable<string> headers)
    {
        var head = new StringBuilder();
        head.Append($"{(body is null ? "GET" : "POST")} {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n");
        foreach (var header in headers)
            head.Append($"{header}\r\n");
        if (body is not null)
            head.Append($"Content-Length: {body.Length}\r\n");
        head.Append("\r\n");
        return (byte[])[.. Encoding.Latin1.GetBytes(head.ToString()), .. body ?? []];
    }
}
