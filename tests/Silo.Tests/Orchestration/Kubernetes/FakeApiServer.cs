using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>
/// An API server with one StatefulSet and one Deployment, both called <c>inference</c> in the namespace <c>models</c>, and their pods. The shapes are those of Kubernetes 1.32:
/// <c>Scale</c> without what is 0, <c>Status</c> for what fails, plain text for what is turned away before that.
/// </summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _version = 1000;
    private int _replicas;

    private FakeApiServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public ConcurrentDictionary<string, bool> Tokens { get; } = new() { ["first"] = true };

    public List<FakePod> Pods { get; } = [];

    /// <summary>Set by people here: that moves the version of the object.</summary>
    public int Replicas
    {
        get => _replicas;
        set => (_replicas, _version) = (value, _version + 1);
    }

    /// <summary>Answers the next requests in place of the server; one that returns false lets the server answer after all.</summary>
    public ConcurrentQueue<Func<HttpContext, Task<bool>>> Next { get; } = [];

    /// <summary>Method and path of each request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The bodies of the patches, in order.</summary>
    public ConcurrentQueue<JsonNode> Patches { get; } = [];

    public static async Task<FakeApiServer> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var server = new FakeApiServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public Task FailNext(int status, string reason, string message) => Enqueue(context => StatusAsync(context, status, reason, message));

    public Task Enqueue(Func<HttpContext, Task> answer)
    {
        Next.Enqueue(async context =>
        {
            await answer(context);
            return true;
        });
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Method} {path}");
        if (Next.TryDequeue(out var next) && await next(context)) return;
        if (context.Request.Headers.Authorization.ToString() is var header && !Tokens.ContainsKey(header.Replace("Bearer ", "", StringComparison.Ordinal)))
            await StatusAsync(context, 401, "Unauthorized", "Unauthorized");
        else if (path is "/apis/apps/v1/namespaces/models/statefulsets/inference/scale" or "/apis/apps/v1/namespaces/models/deployments/inference/scale")
            await ScaleAsync(context);
        else if (path == "/api/v1/namespaces/models/pods" && context.Request.Query["labelSelector"] == "app.kubernetes.io/name=inference")
            await context.Response.WriteAsJsonAsync(new JsonObject
            {
                ["kind"] = "PodList", ["apiVersion"] = "v1", ["metadata"] = new JsonObject { ["resourceVersion"] = "8200" },
                ["items"] = new JsonArray([.. Pods.Select(pod => pod.ToJson())]),
            });
        else if (Pods.Find(pod => path == $"/api/v1/namespaces/models/pods/{pod.Name}") is { } pod && context.Request.Method == "PATCH")
            await AnnotateAsync(context, pod);
        else
            await StatusAsync(context, 404, "NotFound", $"statefulsets.apps \"{path.Split('/')[^2]}\" not found");
    }

    private async Task ScaleAsync(HttpContext context)
    {
        if (context.Request.Method == "PATCH")
        {
            var patch = await PatchAsync(context);
            if (patch["metadata"]?["resourceVersion"]?.GetValue<string>() is { } version && version != $"{_version}")
            {
                await StatusAsync(
                    context, 409, "Conflict",
                    "Operation cannot be fulfilled on statefulsets.apps \"inference\": the object has been modified; please apply your changes to the latest version and try again");
                return;
            }
            Replicas = patch["spec"]!["replicas"]!.GetValue<int>();
        }
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = "inference", ["namespace"] = "models", ["uid"] = "18f0b6ee-2b0e-4b53-9b3e-6f4d3a2c0f11", ["resourceVersion"] = $"{_version}",
                ["creationTimestamp"] = "2026-01-01T00:00:00Z",
            },
            ["spec"] = Replicas == 0 ? new JsonObject() : new JsonObject { ["replicas"] = Replicas },
            ["status"] = new JsonObject { ["replicas"] = Pods.Count, ["selector"] = "app.kubernetes.io/name=inference" },
        });
    }

    private async Task AnnotateAsync(HttpContext context, FakePod pod)
    {
        foreach (var (name, value) in (await PatchAsync(context))["metadata"]!["annotations"]!.AsObject())
            if (value is null) pod.Annotations.Remove(name);
            else pod.Annotations[name] = value.GetValue<string>();
        await context.Response.WriteAsJsonAsync(pod.ToJson());
    }

    private async Task<JsonNode> PatchAsync(HttpContext context)
    {
        Assert.StartsWith("application/merge-patch+json", context.Request.ContentType);
        var patch = (await JsonSerializer.DeserializeAsync<JsonNode>(context.Request.Body))!;
        Patches.Enqueue(patch);
        return patch;
    }

    private static Task StatusAsync(HttpContext context, int status, string reason, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = status,
        });
    }
}
