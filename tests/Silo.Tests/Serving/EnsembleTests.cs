using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansInference.Client;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Tests.Repository;
using OrleansInference.Torch;

namespace OrleansInference.Serving;

/// <summary>An ensemble of TorchScript programs without configurations, through both doors of a whole server.</summary>
public sealed partial class EnsembleTests : IAsyncLifetime
{
    private const string Config = """
        platform: "ensemble"
        input [ { name: "in" data_type: TYPE_FP32 dims: [ -1 ] } ]
        output [ { name: "four" data_type: TYPE_FP32 dims: [ -1 ] }, { name: "difference" data_type: TYPE_FP32 dims: [ -1 ] } ]
        ensemble_scheduling {
          step [
            { model_name: "subtract" model_version: -1 input_map [ { key: "left" value: "four" }, { key: "right" value: "in" } ] output_map { key: "OUTPUT__0" value: "difference" } },
            { model_name: "double" model_version: -1 input_map { key: "x" value: "two" } output_map { key: "OUTPUT__0" value: "four" } },
            { model_name: "double" model_version: -1 input_map { key: "x" value: "in" } output_map { key: "OUTPUT__0" value: "two" } }
          ]
        }
        """;

    private readonly TemporaryRepository _repository = new();
    private ServerProcess _server = null!;

    public async Task InitializeAsync()
    {
        foreach (var program in new[] { "Double", "Subtract" })
            _repository.WithBytes($"{program.ToLowerInvariant()}/1/model.pt", await File.ReadAllBytesAsync(TorchPrograms.PathOf(program)));
        _repository.With("chain/config.pbtxt", Config).WithDirectory("chain/1")
            .With("misfit/config.pbtxt", Config.Replace("key: \"right\"", "key: \"rite\"", StringComparison.Ordinal)).WithDirectory("misfit/1");
        _server = await ServerProcess.Start(_repository.Root);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Both_doors_answer_with_what_the_steps_compute_together()
    {
        var grpc = GrpcDoor().Match(_server.Output).Groups[1].Value;
        foreach (var address in new[] { _server.Http.BaseAddress!, new Uri(grpc.Replace("http:", "grpc:", StringComparison.Ordinal)) })
        {
            using var client = InferenceClient.Create(new InferenceClientOptions { Address = address });
            var response = await client.InferAsync(new InferenceRequest { Model = "chain", Inputs = [InferenceTensor.Of<float>("in", [2], new float[] { 1, 5 })] });
            Assert.Equal(new ModelVersion("chain", 1), response.Model);
            Assert.Equal(new float[] { 4, 20 }, response.Outputs.Single(output => output.Name == "four").Elements<float>().ToArray());
            Assert.Equal(new float[] { 3, 15 }, response.Outputs.Single(output => output.Name == "difference").Elements<float>().ToArray());

            var one = await client.InferAsync(new InferenceRequest { Model = "chain", Inputs = [InferenceTensor.Of<float>("in", [1], new float[] { 1 })], RequestedOutputs = ["four"] });
            Assert.Equal(4, Assert.Single(one.Outputs).Elements<float>()[0]);
            Assert.Equal("ensemble", (await client.GetModelAsync("chain")).Platform);
        }
    }

    [Fact]
    public async Task It_is_described_counted_and_listed_as_a_model()
    {
        using var client = InferenceClient.Create(new InferenceClientOptions { Address = _server.Http.BaseAddress! });
        await client.InferAsync(new InferenceRequest { Model = "chain", Inputs = [InferenceTensor.Of<float>("in", [1], new float[] { 1 })] });

        var config = JsonNode.Parse(await _server.Http.GetStringAsync("v2/models/chain/config"))!;
        Assert.Equal(("ensemble", "two"), ((string?)config["platform"], (string?)config["ensemble_scheduling"]!["step"]![1]!["input_map"]!["x"]));
        var statistics = JsonNode.Parse(await _server.Http.GetStringAsync("v2/models/chain/stats"))!["model_stats"]![0]!["inference_stats"]!;
        Assert.Equal((1, 0), ((int)statistics["success"]!["count"]!, (int)statistics["queue"]!["ns"]!));
        Assert.Equal(2, (int)JsonNode.Parse(await _server.Http.GetStringAsync("v2/models/double/stats"))!["model_stats"]![0]!["inference_stats"]!["success"]!["count"]!);
        Assert.Contains("chain/1 ready: ensemble of 3 steps", _server.Output, StringComparison.Ordinal);
        Assert.Contains("oi_requests_total{model=\"chain\",version=\"1\",outcome=\"success\"} 1", await _server.Http.GetStringAsync("metrics"), StringComparison.Ordinal);

        var index = JsonNode.Parse(await (await _server.Http.PostAsync("v2/repository/index", null)).Content.ReadAsStringAsync())!.AsArray()
            .ToDictionary(model => (string)model!["name"]!, model => ((string?)model!["state"], (string?)model["reason"]));
        Assert.Equal("READY", index["chain"].Item1);
        // Programs tell their signatures when they are loaded, so only then does this one show.
        Assert.Equal("UNAVAILABLE", index["misfit"].Item1);
        Assert.Contains("step[0], model 'subtract': input_map \"rite\" names no input of model 'subtract'; it has 'left', 'right'", index["misfit"].Item2, StringComparison.Ordinal);
    }

    [GeneratedRegex("""^door +gRPC (http://\S+)""", RegexOptions.Multiline)]
    private static partial Regex GrpcDoor();
}
