using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>Someone who starts silos when told to: keeps what has a good signature, and refuses the rest.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.Single()}/scale?token=hidden";

    /// <summary>Body and idempotency key of each message with a good signature.</summary>
    public ConcurrentQueue<(JsonNode Body, string Key, string Timestamp)> Taken { get; } = [];

    public int Forged { get; private set; }

    public int Requests { get; private set; }

    /// <summary>Answers the next messages in place of the receiver.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Next { get; } = [];

    public string Answer { get; set; } = "";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.MapPost("/scale", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public void FailNext(int status, string? retryAfter = null) => Next.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        Requests++;
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers;
        var timestamp = headers["X-OI-Timestamp"].ToString();
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(Secret));
        var expected = $"sha256={Convert.ToHexString(hmac.ComputeHash(Encoding.UTF8.GetBytes(timestamp + "." + body)))}";
        if (!string.Equals(expected, headers["X-OI-Signature"], StringComparison.OrdinalIgnoreCase))
        {
            Forged++;
            context.Response.StatusCode = 401;
        }
        else if (Next.TryDequeue(out var next))
        {
            await next(context);
        }
        else
        {
            Taken.Enqueue((JsonNode.Parse(body)!, headers["Idempotency-Key"].ToString(), timestamp));
            await context.Response.WriteAsync(Answer);
        }
    }
}
