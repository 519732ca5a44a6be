using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Client;
using OrleansInference.Client.Clustering;
using OrleansInference.Inference;
using OrleansInference.Models;

if (args is not [var address, var file, ..])
{
    Console.Error.WriteLine("Expected: ADDRESS FILE [REDIS], such as grpc://127.0.0.1:8001 Program.cs, or orleans: Program.cs 127.0.0.1:6379");
    return 2;
}

var services = new ServiceCollection().AddLogging();
services.AddInferenceClient(options => options.Address = new Uri(address));
services.AddInferenceCluster(cluster => cluster.Redis = args.ElementAtOrDefault(2)); // for orleans:; a silo of this machine without a Redis
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<IInferenceClient>();

var text = await File.ReadAllBytesAsync(file);
var response = await client.ClassifyAsync(
    new InferenceRequest
    {
        Model = "language",
        Inputs = [InferenceTensor.Of<byte>("text", [1, text.Length], text), InferenceTensor.Of<int>("length", [1, 1], new[] { text.Length })],
        RequestedOutputs = ["probabilities"],
    },
    classes: 3);
foreach (var language in response.Outputs[0].Classifications())
    Console.WriteLine($"{language.Value:0.000} {language.Name}");
return 0;
