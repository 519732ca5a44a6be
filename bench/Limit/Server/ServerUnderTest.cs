using System.Text.Json;
using OrleansInference.Client;

namespace OrleansInference.Bench;

/// <summary>The server that is measured, on this machine.</summary>
/// <param name="http">Its HTTP door.</param>
/// <param name="grpc">Its gRPC door.</param>
/// <param name="group">Its process group.</param>
internal sealed class ServerUnderTest(Uri http, Uri grpc, int group) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = http };

    public Uri InferAddress => new(grpc, "/inference.GRPCInferenceService/ModelInfer");

    /// <summary>Processor time until now.</summary>
    public TimeSpan Cpu => ProcessCpu.OfGroup(group);

    public GrpcInferenceClient Client { get; } = new(grpc);

    /// <exception cref="InvalidDataException">The server does not answer so.</exception>
    public async Task<ServerStatistics> StatisticsAsync(string model)
    {
        using var answer = await _http.GetAsync($"v2/models/{model}/stats");
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidDataException($"{http} answers {(int)answer.StatusCode} to the question for the statistics of {model}: {text}");
        using var json = JsonDocument.Parse(text);
        return ServerStatistics.Parse(json.RootElement);
    }

    public void Dispose()
    {
        _http.Dispose();
        Client.Dispose();
    }
}
