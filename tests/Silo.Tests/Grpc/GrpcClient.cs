using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using Google.Protobuf;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>gRPC by hand over HTTP/2, so that a test can break any of its rules.</summary>
internal sealed class GrpcClient(Uri address, SslClientAuthenticationOptions? ssl = null) : IDisposable
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { SslOptions = ssl ?? new() }) { BaseAddress = address, Timeout = Bound };

    public Task<GrpcAnswer> UnaryAsync(string path, IMessage message, params (string Name, string Value)[] headers) =>
        SendAsync(path, Frame(message.ToByteArray()), headers);

    public async Task<GrpcAnswer> SendAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = Request(path, new ByteArrayContent(body), headers);
        var response = await _http.SendAsync(request);
        return new GrpcAnswer(response, await response.Content.ReadAsByteArrayAsync());
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>A call whose two directions the test drives.</summary>
    public GrpcDuplexCall Open(string path, params (string Name, string Value)[] headers)
    {
        var content = new DuplexContent();
        return new GrpcDuplexCall(this, Request(path, content, headers), content);
    }

    public static HttpRequestMessage Request(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content,
        };
        content.Headers.TryAddWithoutValidation("content-type", headers.FirstOrDefault(h => h.Name == "content-type").Value ?? GrpcContentType.Grpc);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public static byte[] Frame(byte[] message, bool compressed = false)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return stream.ToArray();
    }

    public static byte[] Gunzip(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            gzip.CopyTo(stream);
        return stream.ToArray();
    }

    public void Dispose() => _http.Dispose();
}
