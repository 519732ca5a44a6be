using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansInference.Client;

/// <summary>A server that speaks the protocol's HTTP and answers what the test tells it to.</summary>
public sealed class FakeServer : IAsyncDisposable
{
    public const string HeaderLength = "Inference-Header-Content-Length";
    private readonly WebApplication _app;
    private readonly Dictionary<string, RequestDelegate> _answers = [];

    private FakeServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>The JSON part of the last request with a body.</summary>
    public JsonNode? Json { get; private set; }

    /// <summary>The raw part of the last request with a body.</summary>
    public byte[] Raw { get; private set; } = [];

    public string LastPath { get; private set; } = "";

    public IHeaderDictionary LastHeaders { get; private set; } = new HeaderDictionary();

    public static async Task<FakeServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        var server = new FakeServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public FakeServer Answer(string path, RequestDelegate answer)
    {
        _answers[path] = answer;
        return this;
    }

    public FakeServer AnswerJson(string path, string json, int status = 200) => Answer(path, async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    });

    public FakeServer AnswerBinary(string path, string json, params byte[] raw) => Answer(path, async context =>
    {
        context.Response.Headers[HeaderLength] = Encoding.UTF8.GetByteCount(json).ToString();
        await context.Response.WriteAsync(json);
        await context.Response.Body.WriteAsync(raw);
    });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        // As the client wrote it: still escaped.
        LastPath = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        LastHeaders = new HeaderDictionary(context.Request.Headers.ToDictionary());
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length > 0)
        {
            var length = context.Request.Headers.TryGetValue(HeaderLength, out var text) ? int.Parse(text.ToString()) : (int)body.Length;
            Json = JsonNode.Parse(body.GetBuffer().AsSpan(0, length));
            Raw = body.ToArray()[length..];
        }

        if (_answers.TryGetValue(LastPath, out var answer))
        {
            await answer(context);
            return;
        }

        context.Response.StatusCode = 404;
        await context.Response.WriteAsync($$"""{"error": "Request for unknown model: '{{LastPath}}' is not found"}""");
    }
}
