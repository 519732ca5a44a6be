using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansInference.Client.Clustering;
using OrleansInference.Client.Embeddings;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Client.Examples;

/// <summary>The examples of docs/client.md, line by line.</summary>
internal static class ClientExamples
{
    public static async Task<float[]> Infer(string address)
    {
        using var client = InferenceClient.Create(new InferenceClientOptions { Address = new Uri(address) });
        float[] pixels = new float[2 * 8 * 8];
        var response = await client.InferAsync(new InferenceRequest
        {
            Model = "digits",
            Inputs = [InferenceTensor.Of<float>("image", [2, 1, 8, 8], pixels)],
            TimeLeft = TimeSpan.FromSeconds(2),
        });
        var probabilities = response.Outputs[0].Elements<float>(); // [2, 10], row-major
        return probabilities.ToArray();
    }

    public static async Task<InferenceResponse?> Fail(IInferenceClient client, InferenceRequest request)
    {
        try
        {
            return await client.InferAsync(request);
        }
        catch (InferenceException exception) when (exception.Kind is FaultKind.InvalidInput or FaultKind.UnknownModel)
        {
            Console.Error.WriteLine(exception.Message); // what was expected and what came
            return null;
        }
    }

    public static void Add(IHostApplicationBuilder builder)
    {
        builder.Services.AddInferenceClient(options =>
        {
            options.Address = new Uri("grpcs://models.example:8001");
            options.ApiKey = builder.Configuration["Inference:ApiKey"];
            options.CaCertificate = builder.Configuration["Inference:Ca"]; // PEM; the system's authorities without it
        });
    }

    public static void AddCluster(IHostApplicationBuilder builder)
    {
        builder.Services.AddInferenceCluster(cluster =>
        {
            cluster.Redis = "redis.example:6379,ssl=true"; // where the silos find each other: ./serve --cluster redis --redis …
            cluster.RedisPasswordPath = "/run/secrets/redis";
        });
    }

    public static async Task<int> Embed(IInferenceClient client)
    {
        using IEmbeddingGenerator<string, Embedding<float>> generator = new InferenceEmbeddingGenerator(client, "embedder");
        var embeddings = await generator.GenerateAsync(["a text", "another"]);
        return embeddings.Count;
    }

    public static async Task Stream(string grpcAddress, IAsyncEnumerable<InferenceRequest> requests, CancellationToken cancellationToken)
    {
        using var grpc = new GrpcInferenceClient(new Uri(grpcAddress));
        await foreach (var (id, outcome) in grpc.InferStreamAsync(requests, cancellationToken))
            Console.WriteLine($"{id}: {outcome.Fault?.Message ?? "done"}");
    }

    public static async Task<(ModelMetadata Model, int Count)> Models(IInferenceClient client)
    {
        if (!await client.IsModelReadyAsync("digits"))
            await client.LoadModelAsync("digits");
        var model = await client.GetModelAsync("digits");
        var all = await client.ListModelsAsync();
        return (model, all.Length);
    }
}
