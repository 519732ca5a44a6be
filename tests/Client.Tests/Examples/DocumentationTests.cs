using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansInference.Inference;

namespace OrleansInference.Client.Examples;

/// <summary>docs/client.md: its examples compile, because they are those of <see cref="ClientExamples"/>, and they run.</summary>
public sealed partial class DocumentationTests : IAsyncLifetime
{
    private FakeServer _server = null!;
    private IInferenceClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _client = InferenceClient.Create(new InferenceClientOptions { Address = _server.Address });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public void Every_example_of_the_page_is_compiled()
    {
        var page = File.ReadAllText(Path.Combine(Folder(), "../../../docs/client.md"));
        var code = Unindented(File.ReadAllText(Path.Combine(Folder(), "ClientExamples.cs")));
        var examples = Example().Matches(page).Select(match => Unindented(match.Groups["code"].Value)).ToList();
        Assert.Equal(7, examples.Count);
        Assert.All(examples, example => Assert.Contains(example, code));
    }

    [Fact]
    public async Task A_request_gives_its_output()
    {
        _server.AnswerJson("/v2/models/digits/infer", """{"outputs": [{"name": "p", "datatype": "FP32", "shape": [2, 1], "data": [0.5, 0.25]}]}""");
        var probabilities = await ClientExamples.Infer(_server.Address.ToString());
        Assert.Equal(new[] { 0.5f, 0.25f }, probabilities);
    }

    [Fact]
    public async Task A_failure_is_told() =>
        Assert.Null(await ClientExamples.Fail(_client, new InferenceRequest { Model = "nosuch", Inputs = [] }));

    [Fact]
    public void A_host_takes_the_options()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        ClientExamples.Add(builder);
        using var host = builder.Build();
        Assert.NotNull(host.Services.GetRequiredService<IInferenceClient>());
    }

    [Fact]
    public async Task Texts_are_embedded()
    {
        _server.AnswerJson("/v2/models/embedder", """{"name": "embedder", "inputs": [{"name": "t", "datatype": "BYTES", "shape": [-1, 1]}], "outputs": []}""");
        _server.AnswerJson("/v2/models/embedder/infer", """{"outputs": [{"name": "e", "datatype": "FP32", "shape": [1, 2], "data": [1, 2]}]}""");
        Assert.Equal(2, await ClientExamples.Embed(_client));
    }

    [Fact]
    public async Task Models_are_loaded_and_described()
    {
        _server.AnswerJson("/v2/repository/models/digits/load", "").AnswerJson("/v2/repository/index", """[{"name": "digits"}]""")
            .AnswerJson("/v2/models/digits", """{"name": "digits", "inputs": [], "outputs": []}""");
        var (model, count) = await ClientExamples.Models(_client);
        Assert.Equal(("digits", 1), (model.Name, count));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();
}
