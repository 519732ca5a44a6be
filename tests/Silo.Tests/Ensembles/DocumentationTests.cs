using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansInference.Control;
using OrleansInference.Hosting;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Routing;
using OrleansInference.Tests.Repository;
using OrleansInference.Torch;

namespace OrleansInference.Ensembles;

/// <summary>docs/ensembles.md: its configurations are served, its C# step is <see cref="Pixels"/>, and together they answer.</summary>
public sealed partial class DocumentationTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void The_step_of_the_page_is_compiled()
    {
        var code = Unindented(File.ReadAllText(Path.Combine(Folder(), "Pixels.cs")));
        var example = Assert.Single(CodeBlock().Matches(Page()), block => block.Groups["language"].Value == "csharp" && block.Value.Contains("class Pixels", StringComparison.Ordinal));
        Assert.Contains(Unindented(example.Groups["code"].Value), code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ensembles_of_the_page_answer_as_their_models_do()
    {
        foreach (var file in new[] { "1/model.pt", "labels.txt", "config.pbtxt" })
            _repository.WithBytes($"digits/{file}", await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "models", "repository", "digits", file)));
        foreach (Match block in CodeBlock().Matches(Page()).Where(block => block.Groups["path"].Success))
            _repository.With(block.Groups["path"].Value, block.Groups["code"].Value).WithDirectory(Path.Combine(Path.GetDirectoryName(block.Groups["path"].Value)!, "1"));
        await using var cluster = await Start();
        var dispatcher = cluster.GetSiloServiceProvider(cluster.Silos[0].SiloAddress).GetRequiredService<IDispatcher>();
        await Eventually.Holds(async () => (await dispatcher.ListAsync(default)) is { Length: 4 } all && all.All(model => model.IsReady));

        foreach (var pixels in HeldOut().Take(20))
        {
            float[] image = [.. pixels.Select(pixel => pixel / 16f)];
            var alone = await Infer(dispatcher, "digits", Tensor("image", TensorDataType.Fp32, [1, 1, 8, 8], image));
            var pair = await Infer(dispatcher, "pair", Tensor("left", TensorDataType.Fp32, [1, 1, 8, 8], image), Tensor("right", TensorDataType.Fp32, [1, 1, 8, 8], new float[64]));
            Assert.Equal(alone["probabilities"], pair["left_probabilities"]);
            Assert.NotEqual(alone["probabilities"], pair["right_probabilities"]);

            byte[] grey = [.. pixels.Select(pixel => (byte)Math.Round(pixel * 255 / 16d))];
            var raw = (await Infer(dispatcher, "digits_raw", Tensor("grey", TensorDataType.UInt8, [1, 8, 8], grey)))["probabilities"];
            Assert.Equal(alone["probabilities"].Index().MaxBy(each => each.Item).Index, raw.Index().MaxBy(each => each.Item).Index);
        }
    }

    private async Task<InProcessTestCluster> Start()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IModelSource>(_repository.Open());
            silo.Services.AddTorchRuntimes().AddManagedModel("pixels", _ => new Pixels());
            silo.AddInference();
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private static async Task<Dictionary<string, float[]>> Infer(IDispatcher dispatcher, string model, params InferenceTensor[] inputs)
    {
        var outcome = await dispatcher.InferAsync(new InferenceRequest { Model = model, Inputs = [.. inputs] }, default);
        Assert.Null(outcome.Fault);
        var outputs = outcome.Response!.Outputs.ToDictionary(output => output.Name, output => MemoryMarshal.Cast<byte, float>(output.Data.Span).ToArray());
        TensorMemory.Release(outcome.Response);
        return outputs;
    }

    private static InferenceTensor Tensor<T>(string name, TensorDataType type, long[] shape, T[] values) where T : unmanaged =>
        new() { Name = name, DataType = type, Shape = [.. shape], Data = MemoryMarshal.AsBytes(values.AsSpan()).ToArray() };

    private static IEnumerable<int[]> HeldOut() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models", "expected", "digits.json")))!["held_out"]!.AsArray()
            .Select(image => image!["pixels"]!.AsArray().Select(pixel => (int)pixel!).ToArray());

    private static string Page() => File.ReadAllText(Path.Combine(Folder(), "../../../docs/ensembles.md"));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim();

    /// <summary>One that begins with a comment that names a file is that file.</summary>
    [GeneratedRegex(@"```(?<language>\w+)\n(# (?<path>\w+/config\.pbtxt)\n)?(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex CodeBlock();
}
