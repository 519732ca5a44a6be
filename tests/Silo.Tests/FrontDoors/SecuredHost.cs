using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansInference.Autoscaling;
using OrleansInference.Control;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;
using OrleansInference.FrontDoors.Reload;
using OrleansInference.Grpc;
using OrleansInference.Routing;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors;

/// <summary>The doors on sockets of 127.0.0.1 with what Program puts around them, under a clock that moves when told to.</summary>
internal sealed class SecuredHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SecuredHost(WebApplication app, FakeDispatcher dispatcher, ManualTime time, RecordingLogger log) =>
        (_app, Dispatcher, Time, Log) = (app, dispatcher, time, log);

    public FakeDispatcher Dispatcher { get; }
    public ManualTime Time { get; }
    public RecordingLogger Log { get; }
    public FakeAutoscaler Autoscaler => (FakeAutoscaler)_app.Services.GetRequiredService<IAutoscaler>();
    public FakeModelControl Control => (FakeModelControl)_app.Services.GetRequiredService<IModelControl>();
    public FakeTrafficControl Traffic => (FakeTrafficControl)_app.Services.GetRequiredService<ITrafficControl>();
    public Uri Http => AddressOf("HTTP");

    /// <param name="settings">Full keys, such as <c>Tls:KeyPath</c>.</param>
    public static async Task<SecuredHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Concat([("Http:Port", "0"), ("Grpc:Port", "0")]).Select(o => KeyValuePair.Create(o.Item1, (string?)o.Item2)));
        var (dispatcher, time, log) = (new FakeDispatcher(), new ManualTime(), new RecordingLogger());
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IDispatcher>(dispatcher).AddSingleton<IModelControl, FakeModelControl>().AddSingleton<ITrafficControl, FakeTrafficControl>().AddSingleton<IAutoscaler, FakeAutoscaler>();
        builder.Services.AddHttpFrontDoor(builder.Configuration).AddGrpcFrontDoor(builder.Configuration);
        var app = builder.Build();
        app.UseAccessControl();
        app.MapHttpFrontDoor();
        app.MapGrpcFrontDoor();
        await app.StartAsync();
        return new SecuredHost(app, dispatcher, time, log);
    }

    /// <summary>Two looks: one sees the change, the next that it stayed.</summary>
    public void LetFilesReload()
    {
        Time.Advance(ReloadedFiles<object>.LookInterval);
        Time.Advance(ReloadedFiles<object>.LookInterval);
    }

    /// <param name="ca">What the client trusts.</param>
    /// <param name="certificate">What it shows.</param>
    /// <param name="version">Of HTTP, exactly.</param>
    public HttpClient Client(X509Certificate2? ca = null, X509Certificate2? certificate = null, Version? version = null, SslClientAuthenticationOptions? ssl = null)
    {
        return new HttpClient(new SocketsHttpHandler { SslOptions = Ssl(ca, certificate, ssl) })
        {
            BaseAddress = new UriBuilder(Http) { Host = "localhost" }.Uri,
            Timeout = TimeSpan.FromSeconds(30),
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public GrpcClient GrpcClient(X509Certificate2? ca = null, X509Certificate2? certificate = null) =>
        new(new UriBuilder(AddressOf("gRPC")) { Host = "localhost" }.Uri, Ssl(ca, certificate, null));

    public Task StopAsync() => _app.StopAsync();

    private Uri AddressOf(string door) =>
        new(_app.Services.GetRequiredService<DoorAddresses>().All.Single(address => address.Door == door).Address);

    private static SslClientAuthenticationOptions Ssl(X509Certificate2? ca, X509Certificate2? certificate, SslClientAuthenticationOptions? ssl)
    {
        ssl ??= new SslClientAuthenticationOptions();
        if (ca is not null)
        {
            ssl.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            ssl.CertificateChainPolicy.CustomTrustStore.Add(ca);
        }
        if (certificate is not null)
            ssl.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        return ssl;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
