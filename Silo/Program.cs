using OrleansInference.FrontDoors.Http;
using OrleansInference.Hosting;
using OrleansInference.Repository;

var settings = ServerOptions.Read(args);
if (ServerStart.Answer(settings) is { } answered)
    return answered;

var builder = WebApplication.CreateSlimBuilder();
builder.Configuration.Sources.Clear();
builder.Configuration.AddInMemoryCollection(settings.Values!);
builder.Logging.AddServerConsole();

builder.Services.AddModelRepository();
builder.Services.AddHttpFrontDoor(builder.Configuration);
builder.Services.AddHostedService<Banner>();

var cluster = settings.Bind<ClusterEndpointOptions>();
builder.UseOrleans(silo => silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort).AddInference());

await using var app = builder.Build();
if (ServerStart.Refusal(settings, app.Services) is { } refused)
    return refused;

app.MapHttpFrontDoor();
using var interrupt = new SecondInterrupt();
await app.RunAsync();
return 0;
