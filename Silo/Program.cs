using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Hosting;
using OrleansInference.Repository;
using OrleansInference.Routing;
using OrleansInference.Torch;

var settings = ServerOptions.Read(args);
if (ServerStart.Answer(settings) is { } answered)
    return answered;

var builder = WebApplication.CreateSlimBuilder();
builder.Configuration.Sources.Clear();
builder.Configuration.AddInMemoryCollection(settings.Values!);
builder.Logging.AddServerConsole();

builder.Services.AddModelRepository();
builder.Services.AddTorchRuntimes();
builder.Services.AddTorchDevices();
builder.Services.AddOptions<DispatcherOptions>().BindConfiguration(DispatcherOptions.Section);
builder.Services.AddHttpFrontDoor(builder.Configuration);
builder.Services.AddGrpcFrontDoor(builder.Configuration);
builder.Services.AddSingleton<AccessSummary>();
builder.Services.AddHostedService<Banner>();

var cluster = settings.Bind<ClusterEndpointOptions>();
builder.UseOrleans(silo => silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort).AddInference());

if (ServerStart.Refusal(settings, builder.Services) is { } refused)
    return refused;

await using var app = builder.Build();
app.UseAccessControl();
app.MapHttpFrontDoor();
app.MapGrpcFrontDoor();
using var interrupt = new SecondInterrupt();
await app.RunAsync();
return 0;
