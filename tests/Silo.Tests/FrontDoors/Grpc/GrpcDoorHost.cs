using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Grpc;
using OrleansInference.Protocol;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>Both doors in front of a <see cref="FakeDispatcher"/>, on sockets of 127.0.0.1, with what Program puts around them.</summary>
internal sealed class GrpcDoorHost : IAsyncDisposable
{
    public const string Service = "/inference.GRPCInferenceService/";
    public const string Infer = Service + "ModelInfer";
    public const string StreamInfer = Service + "ModelStreamInfer";

    private readonly WebApplication _app;

    private GrpcDoorHost(WebApplication app, FakeDispatcher dispatcher, RecordingLogger log)
    {
        (_app, Dispatcher, Log) = (app, dispatcher, log);
        Client = new GrpcClient(AddressOf("gRPC"));
    }

    public FakeDispatcher Dispatcher { get; }
    public FakeAutoscaler Autoscaler => (FakeAutoscaler)Services.GetRequiredService<IAutoscaler>();
    public FakeModelControl Control => (FakeModelControl)Services.GetRequiredService<IModelControl>();
    public RecordingLogger Log { get; }
    public GrpcClient Client { get; }
    public IServiceProvider Services => _app.Services;

    /// <param name="settings">Full keys, such as <c>Grpc:MaxTensors</c>.</param>
    public static async Task<GrpcDoorHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        (string, string)[] ports = [("Http:Port", "0"), ("Grpc:Port", "0")];
        builder.Configuration.AddInMemoryCollection(ports.Concat(settings).Select(o => KeyValuePair.Create(o.Item1, (string?)o.Item2)));
        var (dispatcher, log) = (new FakeDispatcher(), new RecordingLogger());
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<IDispatcher>(dispatcher)
            .AddSingleton<IModelControl, FakeModelControl>().AddSingleton<ITrafficControl, FakeTrafficControl>().AddSingleton<IAutoscaler, FakeAutoscaler>()
            .AddHttpFrontDoor(builder.Configuration)
            .AddGrpcFrontDoor(builder.Configuration);
        var app = builder.Build();
        app.UseAccessControl();
        app.MapHttpFrontDoor();
        app.MapGrpcFrontDoor();
        await app.StartAsync();
        return new GrpcDoorHost(app, dispatcher, log);
    }

    public Uri AddressOf(string door) =>
        new(_app.Services.GetRequiredService<DoorAddresses>().All.Single(address => address.Door == door).Address);

    public Task<GrpcAnswer> CallAsync(string method, IMessage request, params (string Name, string Value)[] headers) =>
        Client.UnaryAsync(Service + method, request, headers);

    public Task<GrpcAnswer> InferAsync(ModelInferRequest request, params (string Name, string Value)[] headers) =>
        Client.UnaryAsync(Infer, request, headers);

    public Task StopAsync() => _app.StopAsync();

    /// <summary>Whatever came before, a good request is still answered.</summary>
    public async Task AssertNextRequestWorksAsync()
    {
        Dispatcher.OnInfer = (request, _) => ValueTask.FromResult(FakeDispatcher.Echo(request));
        var response = (await InferAsync(InferRequests.Open(1, 2))).Single<ModelInferResponse>();
        Assert.Equal([1, 0, 0, 0, 2, 0, 0, 0], response.RawOutputContents.Single().ToByteArray());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
