using System.Collections;
using System.Net;
using OrleansInference.Hosting;

OptionSection[] sections =
[
    OptionSection.Of<ClusterEndpointOptions>(ClusterEndpointOptions.Section, (nameof(ClusterEndpointOptions.SiloPort), "silo-port"), (nameof(ClusterEndpointOptions.GatewayPort), "gateway-port")),
];
var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(pair => KeyValuePair.Create((string)pair.Key, (string?)pair.Value));
var settings = new Settings(args, environment, Directory.GetCurrentDirectory(), sections);
if (ServerStart.Answer(settings) is { } answered)
    return answered;

var builder = WebApplication.CreateSlimBuilder();
builder.Configuration.Sources.Clear();
builder.Configuration.AddInMemoryCollection(settings.Values!);
await using var app = builder.Build();
if (ServerStart.Refusal(settings, app.Services, _ => [PortCheck.Problem("x", "y", IPAddress.Loopback, 8000)]) is { } refused)
    return refused;
using var interrupt = new SecondInterrupt();
await app.RunAsync();
return 0;
