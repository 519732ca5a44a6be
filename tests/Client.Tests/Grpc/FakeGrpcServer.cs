using System.IO.Compression;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Client.Grpc;

/// <summary>A server of gRPC over HTTP/2 that answers what the test tells it to, written with Google.Protobuf's own classes.</summary>
internal sealed class FakeGrpcServer : IAsyncDisposable
{
    private const string Service = "/inference.GRPCInferenceService/";
    private readonly WebApplication _app;
    private readonly Dictionary<string, RequestDelegate> _answers = [];

    private FakeGrpcServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public IHeaderDictionary LastHeaders { get; private set; } = new HeaderDictionary();

    public static async Task<FakeGrpcServer> StartAsync(Action<HttpsConnectionAdapterOptions>? tls = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (tls is not null)
                listen.UseHttps(tls);
        }));
        var app = builder.Build();
        var server = new FakeGrpcServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public FakeGrpcServer Answer(string method, RequestDelegate answer)
    {
        _answers[Service + method] = answer;
        return this;
    }

    /// <summary>Answers a unary call.</summary>
    public FakeGrpcServer Answer<TQuestion>(string method, Func<TQuestion, IMessage> answer, bool compress = false)
        where TQuestion : class, IMessage<TQuestion>, new() => Answer(method, async context =>
        {
            var question = await ReadAsync<TQuestion>(context);
            if (compress)
                context.Response.Headers[GrpcHeaders.Encoding] = GrpcHeaders.Gzip;
            await WriteAsync(context, answer(question!), compress);
            End(context, GrpcStatusCode.Ok, "");
        });

    /// <summary>Answers with a status and nothing else.</summary>
    public FakeGrpcServer Fail(string method, GrpcStatusCode code, string message, int? pushback = null) => Answer(method, context =>
    {
        context.Response.Headers[GrpcHeaders.Status] = ((int)code).ToString();
        context.Response.Headers[GrpcHeaders.Message] = GrpcMessageText.Encode(message);
        if (pushback is { } milliseconds)
            context.Response.Headers[GrpcHeaders.RetryPushback] = milliseconds.ToString();
        return Task.CompletedTask;
    });

    /// <summary>The next message of the request; null at its end.</summary>
    public static async Task<TMessage?> ReadAsync<TMessage>(HttpContext context)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var bytes = new byte[GrpcFramePrefix.Bytes];
        if (await context.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false) == 0)
            return null;
        Assert.True(GrpcFramePrefix.TryRead(bytes, out var prefix));
        var body = new byte[prefix.MessageBytes];
        await context.Request.Body.ReadExactlyAsync(body);
        var message = new TMessage();
        message.MergeFrom(prefix.Compressed
            ? new GZipStream(new MemoryStream(body), CompressionMode.Decompress)
            : (Stream)new MemoryStream(body));
        return message;
    }

    public static async Task WriteAsync(HttpContext context, IMessage message, bool compress = false)
    {
        var bytes = message.ToByteArray();
        if (compress)
        {
            var deflated = new MemoryStream();
            using (var gzip = new GZipStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(bytes);
            bytes = deflated.ToArray();
        }
        var frame = new byte[GrpcFramePrefix.Bytes + bytes.Length];
        new GrpcFramePrefix(compress, (uint)bytes.Length).Write(frame);
        bytes.CopyTo(frame, GrpcFramePrefix.Bytes);
        await context.Response.Body.WriteAsync(frame);
        await context.Response.Body.FlushAsync();
    }

    public static void End(HttpContext context, GrpcStatusCode code, string message)
    {
        context.Response.AppendTrailer(GrpcHeaders.Status, ((int)code).ToString());
        context.Response.AppendTrailer(GrpcHeaders.Message, GrpcMessageText.Encode(message));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        LastHeaders = new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
        context.Response.ContentType = GrpcContentType.Grpc;
        if (_answers.TryGetValue(context.Request.Path.Value!, out var answer))
            await answer(context);
        else
            context.Response.Headers[GrpcHeaders.Status] = ((int)GrpcStatusCode.Unimplemented).ToString();
    }
}
