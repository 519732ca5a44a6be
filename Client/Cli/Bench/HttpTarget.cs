using System.Net;
using System.Text;

namespace OrleansInference.Cli.Bench;

/// <summary>A server and the bytes of the HTTP/1.1 requests that it gets, in turn.</summary>
internal sealed class HttpTarget
{
    private readonly ReadOnlyMemory<byte>[] _requests;
    private readonly IReadOnlyList<int> _order;
    private int _next = -1;

    private HttpTarget(IPEndPoint server, ReadOnlyMemory<byte>[] requests, IReadOnlyList<int> order) =>
        (Server, _requests, _order) = (server, requests, order);

    public IPEndPoint Server { get; }

    /// <param name="url">Of scheme http.</param>
    /// <param name="body">Sent by POST; without a body, the request is a GET.</param>
    /// <param name="headers">Further header lines, <c>Name: value</c>.</param>
    public static HttpTarget Create(Uri url, byte[]? body, IEnumerable<string> headers) => Create(url, [body], headers);

    /// <param name="url">Of scheme http.</param>
    /// <param name="bodies">Sent in turn, over all connections together.</param>
    /// <param name="headers">Further header lines, <c>Name: value</c>.</param>
    /// <param name="order">Which body each request has; begins anew at its end. Null: each in turn.</param>
    public static HttpTarget Create(Uri url, IReadOnlyList<byte[]?> bodies, IEnumerable<string> headers, IReadOnlyList<int>? order = null)
    {
        var address = IPAddress.TryParse(url.Host.Trim('[', ']'), out var literal) ? literal : Dns.GetHostAddresses(url.Host)[0];
        return new HttpTarget(new IPEndPoint(address, url.Port), [.. bodies.Select(body => Request(url, body, headers))], order ?? [.. Enumerable.Range(0, bodies.Count)]);
    }

    /// <summary>What to send next.</summary>
    public ReadOnlyMemory<byte> Next() => _requests[_order[(int)((uint)Interlocked.Increment(ref _next) % (uint)_order.Count)]];

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
