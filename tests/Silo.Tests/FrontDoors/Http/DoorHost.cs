using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors.Http;

/// <summary>The door in front of a <see cref="FakeDispatcher"/>: in memory, or on a socket of 127.0.0.1.</summary>
internal sealed class DoorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DoorHost(WebApplication app, FakeDispatcher dispatcher, SteppedTime time, RecordingLogger log, HttpClient client) =>
        (_app, Dispatcher, Time, Log, Client) = (app, dispatcher, time, log, client);

    public FakeDispatcher Dispatcher { get; }
    public FakeAutoscaler Autoscaler => (FakeAutoscaler)Services.GetRequiredService<IAutoscaler>();
    public FakeModelControl Control => (FakeModelControl)Services.GetRequiredService<IModelControl>();
    public FakeTrafficControl Traffic => (FakeTrafficControl)Services.GetRequiredService<ITrafficControl>();
    public SteppedTime Time { get; }
    public RecordingLogger Log { get; }
    public HttpClient Client { get; }
    public IServiceProvider Services => _app.Services;

    public static Task<DoorHost> StartAsync(params (string Key, string Value)[] options) => StartAsync(onSocket: false, options);

    public static async Task<DoorHost> StartAsync(bool onSocket, params (string Key, string Value)[] options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(options.Append(("Port", "0")).Select(o => KeyValuePair.Create($"Http:{o.Item1}", (string?)o.Item2)));
        var (dispatcher, time, log) = (new FakeDispatcher(), new SteppedTime(), new RecordingLogger());
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<IDispatcher>(dispatcher).AddSingleton<IModelControl, FakeModelControl>().AddSingleton<ITrafficControl, FakeTrafficControl>().AddSingleton<IAutoscaler, FakeAutoscaler>();
        builder.Services.AddSingleton<TimeProvider>(time).AddHttpFrontDoor(builder.Configuration);
        if (!onSocket)
            builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.MapHttpFrontDoor();
        await app.StartAsync();
        var client = onSocket
            ? new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(app.Urls.Single()) }
            : app.GetTestClient();
        client.Timeout = TimeSpan.FromSeconds(30);
        return new DoorHost(app, dispatcher, time, log, client);
    }

    public Task<HttpResponseMessage> InferAsync(string model, string json) =>
        Client.PostAsync($"/v2/models/{model}/infer", new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>JSON, then bytes, with the header that tells them apart.</summary>
    public Task<HttpResponseMessage> InferAsync(string model, string json, byte[] binary, string? headerLength = null)
    {
        var head = Encoding.UTF8.GetBytes(json);
        var content = new ByteArrayContent([.. head, .. binary]);
        content.Headers.Add(InferHeaders.JsonLengthName, headerLength ?? head.Length.ToString());
        return Client.PostAsync($"/v2/models/{model}/infer", content);
    }

    /// <summary>Whatever came before, a good request is still answered.</summary>
    public async Task AssertNextRequestWorksAsync()
    {
        Dispatcher.OnInfer = (request, _) => ValueTask.FromResult(FakeDispatcher.Echo(request));
        var response = await InferAsync("open", """{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}""");
        Assert.Equal(
            """{"model_name":"open","model_version":"1","outputs":[{"name":"x","datatype":"INT32","shape":[2],"data":[1,2]}]}""",
            await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
