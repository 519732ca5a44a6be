using System.Net;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Protocol.Grpc;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace OrleansInference.Grpc;

/// <summary>A service that has nothing to do with inference, declared here, on the layer and nothing else.</summary>
internal sealed class TinyHost : IAsyncDisposable
{
    public const string Unary = "/tiny.Tiny/Echo";
    public const string Down = "/tiny.Tiny/Count";
    public const string Both = "/tiny.Tiny/Chat";

    private readonly WebApplication _app;

    private TinyHost(WebApplication app, RecordingLogger log) => (_app, Log, Client) = (app, log, new GrpcClient(new Uri(app.Urls.Single())));

    public Uri Address => new(_app.Urls.Single());

    public GrpcClient Client { get; }

    public RecordingLogger Log { get; }

    /// <summary>How many connections were made.</summary>
    public int Connections => _app.Services.GetRequiredService<Counter>().Value;

    public static ServiceDescriptor Service { get; } = Declare();

    public static async Task<TinyHost> StartAsync(Action<GrpcServiceBuilder> bind, Action<GrpcServerOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var log = new RecordingLogger();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection =>
            {
                listen.ApplicationServices.GetRequiredService<Counter>().Increment();
                return next(connection);
            });
        }));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = 2000);
        builder.Services.AddSingleton<Counter>();
        builder.Services.AddGrpcServer().Configure(configure ?? (_ => { }));
        var app = builder.Build();
        app.MapGrpcService(Service, bind);
        app.MapGrpcFallback();
        await app.StartAsync();
        return new TinyHost(app, log);
    }

    /// <summary>Each method echoes: one value, a value so many times, each value as it comes.</summary>
    public static Task<TinyHost> StartAsync(Action<GrpcServerOptions>? configure = null) => StartAsync(
        service => service
            .Unary<StringValue, StringValue>("Echo", (request, _) => ValueTask.FromResult<GrpcResult<StringValue>>(request))
            .ServerStreaming<Int32Value, Int32Value>("Count", async (request, answers, _) =>
            {
                for (var i = 0; i < request.Value; i++)
                    await answers.WriteAsync(new Int32Value { Value = i });
                return GrpcStatus.Ok;
            })
            .Bidirectional<StringValue, StringValue>("Chat", async (requests, answers, _) =>
            {
                while (await requests.ReadAsync() is { } request)
                    await answers.WriteAsync(request);
                return GrpcStatus.Ok;
            }),
        configure);

    public Task StopAsync() => _app.StopAsync();

    public void BeginStop() => _app.Lifetime.StopApplication();

    public async Task AssertNextCallWorksAsync()
    {
        var value = new StringValue { Value = "still here" };
        Assert.Equal(value, (await Client.UnaryAsync(Unary, value)).Single<StringValue>());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class Counter
    {
        private int _value;

        public int Value => _value;

        public void Increment() => Interlocked.Increment(ref _value);
    }

    private static ServiceDescriptor Declare()
    {
        var file = new FileDescriptorProto
        {
            Name = "tiny.proto", Package = "tiny", Syntax = "proto3", Dependency = { "google/protobuf/wrappers.proto" },
            Service =
            {
                new ServiceDescriptorProto
                {
                    Name = "Tiny",
                    Method =
                    {
                        Method("Echo", "StringValue", false, false), Method("Count", "Int32Value", false, true),
                        Method("Chat", "StringValue", true, true), Method("Forgotten", "StringValue", false, false),
                    },
                },
            },
        };
        return FileDescriptor.BuildFromByteStrings([WrappersReflection.Descriptor.SerializedData, file.ToByteString()])[^1].Services[0];

        static MethodDescriptorProto Method(string name, string type, bool up, bool down) => new()
        {
            Name = name, ClientStreaming = up, ServerStreaming = down,
            InputType = $".google.protobuf.{type}", OutputType = $".google.protobuf.{type}",
        };
    }
}
