using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using OrleansInference.Interop.Serving;
using OrleansInference.Protocol;

namespace OrleansInference.Interop.Fuzz;

/// <summary>Sends messages to both doors; each must end in time, and never as a failure of the server's own.</summary>
internal sealed class FuzzClient(RunningServer server) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Http, Timeout = Bound };

    private readonly HttpClient _grpc = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = server.Grpc,
        Timeout = Bound,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>One message of a kind, and with contents, that the random numbers decide.</summary>
    public Task SendAsync(Random random) => random.Next(4) switch
    {
        0 => SendHttpAsync(HttpMessages.Request(random)),
        1 => SendGrpcAsync(random),
        2 => SendBytesAsync(server.Http, HttpMessages.Connection(random)),
        _ => SendBytesAsync(server.Grpc, Http2Frames.Connection(random)),
    };

    /// <summary>Fails unless both doors answer a good request right.</summary>
    public async Task AssertAnswersAsync()
    {
        using var content = new StringContent("""{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}""");
        using var answer = await _http.PostAsync("v2/models/identity_int32/infer", content);
        Assert.Equal(
            """{"model_name":"identity_int32","model_version":"1","outputs":[{"name":"y","datatype":"INT32","shape":[2],"data":[1,2]}]}""",
            await answer.Content.ReadAsStringAsync());

        byte[] data = [.. MemoryMarshal.AsBytes([1f, -0f, float.NaN])];
        using var call = Call("/inference.GRPCInferenceService/ModelInfer", GrpcMessages.Framed(Google.Protobuf.MessageExtensions.ToByteArray(GrpcMessages.Infer("identity_fp32", "FP32", data, 3))));
        using var called = await _grpc.SendAsync(call);
        var body = await called.Content.ReadAsByteArrayAsync();
        Assert.Equal("0", StatusOf(called));
        Assert.Equal(data, ModelInferResponse.Parser.ParseFrom(body.AsSpan(5)).RawOutputContents[0].ToByteArray());
    }

    public void Dispose()
    {
        _http.Dispose();
        _grpc.Dispose();
    }

    private async Task SendHttpAsync(HttpRequestMessage request)
    {
        using (request)
        using (var answer = await _http.SendAsync(request))
        {
            await answer.Content.ReadAsByteArrayAsync();
            Assert.False(answer.StatusCode == HttpStatusCode.InternalServerError, $"500: {string.Join('\n', server.Log.Errors)}");
        }
    }

    private async Task SendGrpcAsync(Random random)
    {
        using var call = Call(GrpcMessages.Path(random), GrpcMessages.Body(random));
        if (random.Next(3) == 0) call.Headers.TryAddWithoutValidation("grpc-encoding", "gzip");
        if (random.Next(10) == 0) call.Headers.TryAddWithoutValidation("grpc-timeout", random.Next(2) == 0 ? "1u" : "60S0");
        using var answer = await _grpc.SendAsync(call);
        await answer.Content.ReadAsByteArrayAsync();
        Assert.False(StatusOf(answer) == "2", $"UNKNOWN, which is what the server did not expect: {string.Join('\n', server.Log.Errors)}");
    }

    /// <summary>Writes the bytes, says that there are no more, and reads until the server has nothing more to say.</summary>
    private async Task SendBytesAsync(Uri door, byte[] bytes)
    {
        using var bound = new CancellationTokenSource(Bound);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
        await socket.ConnectAsync(door.Host, door.Port, bound.Token);
        var answer = new byte[4096];
        var first = 0;
        try
        {
            await socket.SendAsync(bytes, bound.Token);
            socket.Shutdown(SocketShutdown.Send);
            for (int read; (read = await socket.ReceiveAsync(answer.AsMemory(first), bound.Token)) > 0;)
                if (first < 64) first += read;
        }
        catch (SocketException)
        {
            // The server may cut off what makes no sense.
        }
        var is500 = answer.AsSpan(0, first).StartsWith("HTTP/1.1 500"u8);
        Assert.False(is500, $"500 to {Encoding.Latin1.GetString(bytes)}: {string.Join('\n', server.Log.Errors)}");
    }

    private static HttpRequestMessage Call(string path, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/grpc");
        return new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { "te", "trailers" } },
        };
    }

    private static string? StatusOf(HttpResponseMessage answer) =>
        (answer.TrailingHeaders.TryGetValues("grpc-status", out var values) || answer.Headers.TryGetValues("grpc-status", out values)) ? values.Single() : null;
}
