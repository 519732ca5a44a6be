using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using OrleansInference.Cli.Images;
using OrleansInference.Client;

namespace OrleansInference.Cli.Commands;

public sealed class OiCommandTests : IAsyncLifetime
{
    private const string Digits =
        """{"name": "digits", "inputs": [{"name": "image", "datatype": "FP32", "shape": [-1, 1, 8, 8]}], "outputs": [{"name": "probabilities", "datatype": "FP32", "shape": [-1, 3]}]}""";

    private const string Language =
        """{"name": "language", "inputs": [{"name": "text", "datatype": "UINT8", "shape": [-1, -1]}, {"name": "length", "datatype": "INT32", "shape": [-1, 1]}], "outputs": [{"name": "probabilities", "datatype": "FP32", "shape": [-1, 2]}]}""";

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("oi-tests").FullName;
    private readonly Dictionary<string, string?> _variables = [];
    private FakeServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _server.AnswerJson("/v2/models/digits/versions/1", Digits).AnswerJson("/v2/repository/index", """[{"name": "digits", "version": "1", "state": "READY", "reason": ""}, {"name": "language", "version": "2", "state": "UNAVAILABLE", "reason": "no model.pt in language/2"}]""")
            .AnswerJson("/v2/models/digits", Digits)
            .AnswerJson("/v2/models/language", Language)
            .AnswerJson("/v2/models/digits/infer", """{"model_name": "digits", "model_version": "1", "outputs": [{"name": "probabilities", "datatype": "BYTES", "shape": [1, 3], "data": ["0.934000:2", "0.056000:0", "0.010000:1"]}]}""")
            .AnswerJson("/v2/models/language/infer", """{"model_name": "language", "model_version": "2", "outputs": [{"name": "probabilities", "datatype": "BYTES", "shape": [1, 2], "data": ["0.998000:1:C#", "0.002000:0:Python"]}]}""");
    }

    public async Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_image_gives_the_class_and_its_probability()
    {
        var pixels = new byte[16 * 16];
        pixels.AsSpan(0, 32).Fill(255);
        var exitCode = await RunAsync("infer", "digits", "--image", Save("two.png", PngWriter.Write(16, 16, 8, PngColourType.Gray, pixels)));

        Assert.Equal((0, "2  93.4 %\n", ""), (exitCode, _output.ToString(), _error.ToString()));
        Assert.Equal("[1,1,8,8]", _server.Json!["inputs"]![0]!["shape"]!.ToJsonString());
        Assert.Equal([.. Enumerable.Repeat(1f, 8), .. new float[56]], MemoryMarshal.Cast<byte, float>(_server.Raw).ToArray());
        Assert.Equal("""[{"name":"probabilities","parameters":{"binary_data":true,"classification":3}}]""", _server.Json["outputs"]!.ToJsonString());
    }

    [Fact]
    public async Task A_text_gives_the_label_and_its_probability()
    {
        var exitCode = await RunAsync("infer", "language", "--text", "@für", "--timeout", "5s");

        Assert.Equal((0, "C#  99.8 %\n", ""), (exitCode, _output.ToString(), _error.ToString()));
        Assert.Equal([.. "@für"u8, 5, 0, 0, 0], _server.Raw);
        Assert.Equal(5_000_000, (int?)_server.Json!["parameters"]!["timeout"]);
    }

    [Fact]
    public async Task Top_prints_that_many_in_columns()
    {
        await RunAsync("infer", "language", "--text", "x", "--top", "2");
        Assert.Equal("C#      99.8 %\nPython   0.2 %\n", _output.ToString());
    }

    [Fact]
    public async Task Values_that_are_no_distribution_are_not_called_per_cent()
    {
        _server.AnswerJson("/v2/models/language/infer", """{"outputs": [{"name": "logits", "datatype": "BYTES", "shape": [1, 2], "data": ["0.9:1:C#", "0.5:0:Python"]}]}""");
        await RunAsync("infer", "language", "--text", "x");
        Assert.Equal("C#  0.9\n", _output.ToString());
    }

    [Fact]
    public async Task A_server_without_the_classification_extension_still_has_its_output_printed()
    {
        _server.AnswerJson("/v2/models/language/infer", """{"outputs": [{"name": "probabilities", "datatype": "FP32", "shape": [1, 2], "data": [0.25, 0.75]}]}""");
        Assert.Equal(0, await RunAsync("infer", "language", "--text", "x"));
        Assert.Equal("probabilities  FP32 [1,2]  [0.25,0.75]\n", _output.ToString());
    }

    [Fact]
    public async Task Classes_that_cant_be_read_are_an_error_not_a_crash()
    {
        _server.AnswerJson("/v2/models/language/infer", """{"outputs": [{"name": "probabilities", "datatype": "BYTES", "shape": [1, 1], "data": ["best"]}]}""");
        var exitCode = await RunAsync("infer", "language", "--text", "x");
        Assert.Equal((1, "oi: 'best' is not of the form value:index:label.\n"), (exitCode, _error.ToString()));
    }

    [Fact]
    public async Task Json_output_is_one_object()
    {
        await RunAsync("infer", "language", "--text", "x", "--json");
        Assert.Equal("""{"model_name":"language","model_version":"2","classes":[{"item":0,"label":"C#","index":1,"value":0.998}]}""" + "\n", _output.ToString());
    }

    [Fact]
    public async Task Standard_input_is_read_for_a_dash()
    {
        await RunAsync(["infer", "language", "--text", "-"], "abc");
        Assert.Equal([.. "abc"u8, 3, 0, 0, 0], _server.Raw);
    }

    [Theory]
    [InlineData("y  FP32 [1,2]  [0.5,\"NaN\"]\n")]
    [InlineData("""{"model_name":"tiny","model_version":"3","outputs":[{"name":"y","datatype":"FP32","shape":[1,2],"data":[0.5,"NaN"]}]}""" + "\n", "--json")]
    public async Task A_json_request_goes_as_it_is_and_its_tensors_are_printed(string expected, params string[] format)
    {
        _server.AnswerBinary(
            "/v2/models/tiny/versions/3/infer",
            """{"model_name": "tiny", "model_version": "3", "outputs": [{"name": "y", "datatype": "FP32", "shape": [1, 2], "parameters": {"binary_data_size": 8}}]}""",
            [.. MemoryMarshal.AsBytes<float>([0.5f, float.NaN])]);
        var exitCode = await RunAsync(["infer", "tiny", "--version", "3", "--request", Save("request.json", """{"inputs": [1]}"""u8), .. format], "");

        Assert.Equal((0, expected, ""), (exitCode, _output.ToString(), _error.ToString()));
        Assert.Equal("""{"inputs":[1]}""", _server.Json!.ToJsonString());
    }

    [Fact]
    public async Task Models_are_a_table_without_colour()
    {
        Assert.Equal(0, await RunAsync("models"));
        Assert.Equal(
            ["MODEL VERSION STATE INPUTS OUTPUTS REASON", "digits 1 READY image FP32[-1,1,8,8] probabilities FP32[-1,3]", "language 2 UNAVAILABLE no model.pt in language/2"],
            _output.ToString().TrimEnd().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.DoesNotContain('\e', _output.ToString());
    }

    [Fact]
    public async Task An_unknown_model_is_answered_with_the_known_ones()
    {
        var exitCode = await RunAsync("infer", "dogs", "--text", "x");
        Assert.Equal((1, "oi: Request for unknown model: '/v2/models/dogs' is not found. The server has: digits, language.\n"), (exitCode, _error.ToString()));
    }

    [Fact]
    public async Task An_unknown_version_is_answered_with_the_known_ones()
    {
        Assert.Equal(1, await RunAsync("infer", "language", "--text", "x", "--version", "9"));
        Assert.EndsWith("is not found. The server has version 2.\n", _error.ToString());
    }

    [Fact]
    public async Task The_servers_error_is_one_line()
    {
        _server.AnswerJson("/v2/models/language/infer", """{"error": "first\nsecond"}""", 400);
        var exitCode = await RunAsync("infer", "language", "--text", "x");
        Assert.Equal((1, "oi: first second\n", ""), (exitCode, _error.ToString(), _output.ToString()));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_answered_with_how_to_start_one()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var exitCode = await OiCommand.RunAsync(["models", "--server", $"127.0.0.1:{port}"], Streams(""));
        Assert.Equal(3, exitCode);
        Assert.Equal($"oi: No answer from http://127.0.0.1:{port}/: Connection refused (127.0.0.1:{port}). Start a server with ./serve, or say where it is with --server.\n", _error.ToString());
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_at_the_deadline()
    {
        _server.Answer("/v2/repository/index", context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var exitCode = await RunAsync("models", "--timeout", "50ms");
        Assert.Equal((1, $"oi: {_server.Address} gave no answer within 0.05 s.\n"), (exitCode, _error.ToString()));
    }

    [Fact]
    public async Task Bad_files_are_named()
    {
        Assert.Equal(1, await RunAsync("infer", "digits", "--image", Path.Combine(_folder, "none.png")));
        Assert.Equal(1, await RunAsync("infer", "digits", "--request", _folder));
        Assert.Equal(1, await RunAsync("infer", "digits", "--image", Save("text.png", "text"u8)));
        var lines = _error.ToString().TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"oi: Can't read '{_folder}/none.png': Could not find file", lines[0]);
        Assert.StartsWith($"oi: Can't read '{_folder}': ", lines[1]);
        Assert.Equal($"oi: Can't use '{_folder}/text.png' as an image: it is no PNG. Expected a PNG.", lines[2]);
    }

    [Theory]
    [InlineData("Expected one of --image, --text, --npy and --request.", "infer", "digits")]
    [InlineData("Expected only one of --image, --text, --npy and --request.", "infer", "digits", "--text", "a", "--request", "b")]
    [InlineData("--top does not go with --request", "infer", "digits", "--request", "a", "--top", "1")]
    [InlineData("--top does not go with --output-npy", "infer", "digits", "--text", "a", "--top", "1", "--output-npy", "b")]
    [InlineData("--top 0: expected a whole number of at least 1.", "infer", "digits", "--text", "a", "--top", "0")]
    [InlineData("--version -1: expected a whole number of at least 1.", "infer", "digits", "--text", "a", "--version", "-1")]
    [InlineData("--timeout '5000': expected a time such as 500ms, 30s or 2m, from 1ms to 24h.", "models", "--timeout", "5000")]
    [InlineData("--timeout '0s': expected a time", "models", "--timeout", "0s")]
    [InlineData("--server 'ftp://x': expected an address such as http://127.0.0.1:8000 or grpc://127.0.0.1:8001.", "models", "--server", "ftp://x")]
    [InlineData("expected at most one of them", "models", "--ca", "a", "--insecure")]
    [InlineData("--rate 0: expected requests a second", "bench", "digits", "--rate", "0")]
    [InlineData("--concurrency 0: expected a whole number", "bench", "digits", "--concurrency", "0")]
    [InlineData("--shape 'image': expected an input and its sizes, such as image:1,3,224,224.", "bench", "digits", "--shape", "image")]
    [InlineData("--shape 'image': given twice.", "bench", "digits", "--shape", "image:1", "--shape", "image:2")]
    [InlineData("--batch is for generated inputs", "bench", "digits", "--text", "a", "--batch", "2")]
    [InlineData("'yaml'", "bench", "digits", "--data", "yaml")]
    [InlineData("'teach' is no command of 'oi': expected one of infer, models, ", "teach")]
    [InlineData("'modles' is no command of 'oi': expected one of infer, models, load, unload, traffic, autoscaler, bench, config, keys; did you mean models?", "modles")]
    [InlineData("Unrecognized command or argument '--imge'; did you mean --image?", "infer", "digits", "--imge", "x")]
    [InlineData("'oi config' needs a command: expected one of check.", "config")]
    public async Task A_command_line_that_is_not_understood_exits_with_2(string expected, params string[] arguments)
    {
        Assert.Equal(2, await OiCommand.RunAsync(arguments, Streams("")));
        Assert.Contains(expected, _error.ToString());
        Assert.Matches("See 'oi.* --help'.\n$", _error.ToString());
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task Help_has_examples()
    {
        Assert.Equal(0, await OiCommand.RunAsync(["infer", "--help"], Streams("")));
        Assert.Contains("oi infer digits --image models/samples/seven.png", _output.ToString());
    }

    [Fact]
    public async Task An_interrupted_command_exits_with_130()
    {
        using var cancel = new CancellationTokenSource();
        _server.Answer("/v2/repository/index", async context =>
        {
            cancel.Cancel();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        Assert.Equal(130, await OiCommand.RunAsync(["models", "--server", _server.Address.ToString()], Streams(""), cancel.Token));
        Assert.Equal("", _error.ToString());
    }

    private Task<int> RunAsync(params string[] arguments) => RunAsync(arguments, "");

    private Task<int> RunAsync(string[] arguments, string standardInput) =>
        OiCommand.RunAsync([.. arguments, "--server", _server.Address.ToString()], Streams(standardInput));

    private CommandStreams Streams(string standardInput) =>
        new(new MemoryStream(Encoding.UTF8.GetBytes(standardInput)), _output, _error) { Variable = _variables.GetValueOrDefault };

    private string Save(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
