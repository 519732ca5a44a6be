// What each step of a request's way inside the server takes: the model's thread, the replica, the pool, the dispatcher. Each step contains
// those before it. No door and no socket: compare-http and compare-grpc have those.
//
//   Steps [REPOSITORY-WITH-TINY]
using System.Collections.Immutable;
using OrleansInference.Bench;
using OrleansInference.Hosting;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Replicas;
using OrleansInference.Repository;
using OrleansInference.Routing;
using OrleansInference.Torch;

const int Rounds = 5;

var builder = WebApplication.CreateSlimBuilder();
builder.Configuration.Sources.Clear();
builder.Configuration.AddInMemoryCollection([new("Repository:Path", args is [var path, ..] ? path : "bench/models/repository")]);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddModelRepository();
builder.Services.AddTorchRuntimes();
builder.Services.AddOptions<DispatcherOptions>();
builder.UseOrleans(silo => silo.UseLocalhostClustering().AddInference());
await using var app = builder.Build();
await app.StartAsync();

var model = new ModelVersion("tiny", 1);
var dispatcher = app.Services.GetRequiredService<IDispatcher>();
while (await dispatcher.DescribeAsync(model.Model, model.Version, default) is not { IsReady: true })
    await Task.Delay(TimeSpan.FromMilliseconds(50));

var request = new InferenceRequest
{
    Model = model.Model,
    Version = model.Version,
    Inputs = [new InferenceTensor { Name = "x", DataType = TensorDataType.Fp32, Shape = [1, 4], Data = new byte[4 * sizeof(float)] }],
};
var grains = app.Services.GetRequiredService<IGrainFactory>();
var pool = new PoolKey(model, Revision: 1, app.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress);
var poolGrain = grains.GetGrain<IReplicaPoolGrain>(pool.ToString());
var replicaGrain = grains.GetGrain<IReplicaGrain>(new ReplicaKey(pool, 1).ToString()); // not one that the pool uses
await replicaGrain.Load(default);
app.Services.GetRequiredService<ModelCatalog>().TryGetSpec(model, revision: 1, out var spec);
var slot = new DeviceSlot("cpu", Threads: 1);
var loaded = (await app.Services.GetRequiredService<ModelRuntimes>().LoadAsync(spec!, slot, default)).Model!;

StepMeasurement[] steps =
[
    new("model's thread", async () => Release((await loaded.RunAsync(request.Inputs)).Outputs), isConcurrent: false),
    new("replica", async () => Release((await replicaGrain.Run([request])).Outcomes[0].Response!.Outputs), isConcurrent: false),
    new("pool", async () => Release((await poolGrain.Infer(request, null, default)).Outcome!.Response!.Outputs)),
    new("dispatcher", async () => Release((await dispatcher.InferAsync(request, default)).Response!.Outputs)),
];
for (var round = 0; round < Rounds; round++)
    foreach (var step in steps)
        await step.RunAsync();
foreach (var step in steps)
    Console.WriteLine(step);
await loaded.DisposeAsync();
await app.StopAsync();

static void Release(ImmutableArray<InferenceTensor> outputs)
{
    foreach (var output in outputs)
        TensorMemory.Release(output.Data);
}
