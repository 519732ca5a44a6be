using System.Text.Json.Nodes;
using OrleansInference.Client.Grpc;
using OrleansInference.Protocol;

namespace OrleansInference.Cli.Commands;

public sealed class BenchCommandTests : IAsyncLifetime
{
    private const string Answer = """{"model_name": "m", "model_version": "1", "outputs": []}""";
    private const string Infer = "/v2/models/m/infer";
    private OiRunner _oi = null!;

    public async Task InitializeAsync()
    {
        _oi = await OiRunner.StartAsync();
        _oi.Server.AnswerJson("/v2/models/m", """{"name": "m", "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 2]}, {"name": "t", "datatype": "BYTES", "shape": [-1, -1]}], "outputs": []}""");
        _oi.Server.Answer(Infer, context => Respond(context, 200));
    }

    public async Task DisposeAsync() => await _oi.DisposeAsync();

    [Theory]
    [InlineData("closed loop, 3 connections;", "--concurrency", "3")]
    [InlineData("open loop, 500/s Poisson (seed 7), up to 64 connections;", "--rate", "500", "--seed", "7")]
    public async Task It_says_what_was_measured(string expected, params string[] load)
    {
        var exitCode = await _oi.RunAsync(["bench", "m", "--shape", "t:1,4", "--requests", "50", "--warmup", "0s", .. load]);
        Assert.Equal((0, ""), (exitCode, _oi.Error));
        var lines = _oi.Output.Split('\n');
        Assert.Equal($"m on {_oi.Server.Address}", lines[0]);
        Assert.StartsWith(expected, lines[1]);
        Assert.StartsWith("answered   50 (", lines[2]);
        Assert.Contains(lines, line => line.StartsWith("  p99.9  ", StringComparison.Ordinal));
        Assert.Contains('█', _oi.Output);
        Assert.DoesNotContain('\e', _oi.Output);
    }

    [Fact]
    public async Task Json_is_one_object()
    {
        await _oi.RunAsync("bench", "m", "--shape", "t:1,4", "--batch", "8", "--requests", "20", "--warmup", "0s", "--json");
        var report = JsonNode.Parse(_oi.Output)!;
        Assert.Equal(("m", "closed", 20, 8), ((string?)report["model"], (string?)report["loop"], (int)report["answered"]!, (int)report["batch"]!));
    }

    [Fact]
    public async Task Generated_inputs_have_the_shapes_types_and_key_of_the_command_line()
    {
        await _oi.RunAsync("bench", "m", "--shape", "t:1,4", "--batch", "8", "--data", "zero", "--requests", "3", "--warmup", "0s", "--api-key", "k");
        Assert.Equal("x FP32 [8,2],t BYTES [8,4]", string.Join(',', _oi.Server.Json!["inputs"]!.AsArray().Select(input => $"{input!["name"]} {input["datatype"]} {input["shape"]!.ToJsonString()}")));
        Assert.Equal(new byte[(8 * 2 * 4) + (8 * 4 * 4)], _oi.Server.Raw); // zeros, and lengths of empty texts
        Assert.Equal("Bearer k", _oi.Server.LastHeaders.Authorization);
    }

    [Fact]
    public async Task A_size_that_is_open_is_asked_for()
    {
        Assert.Equal(1, await _oi.RunAsync("bench", "m"));
        Assert.Equal("oi: The size of input 't' BYTES [-1,-1] is open: say it with --shape t:1,N.\n", _oi.Error);
        Assert.Equal(1, await _oi.RunAsync("bench", "m", "--shape", "y:1"));
        Assert.Contains("--shape: model 'm' has no input 'y'; its inputs are", _oi.Error);
    }

    [Fact]
    public async Task A_request_of_ones_own_is_sent_as_it_is()
    {
        await _oi.RunAsync("bench", "m", "--request", _oi.Save("request.json", """{"inputs":[1]}"""u8), "--requests", "3", "--warmup", "0s");
        Assert.Equal("""{"inputs":[1]}""", _oi.Server.Json!.ToJsonString());
    }

    [Fact]
    public async Task What_fails_is_counted_by_kind()
    {
        var count = 0;
        _oi.Server.Answer(Infer, context => Respond(context, Interlocked.Increment(ref count) % 2 == 1 ? 200 : 429)); // the first is the probe
        Assert.Equal(0, await _oi.RunAsync("bench", "m", "--shape", "t:1,4", "--requests", "20", "--warmup", "0s", "--concurrency", "1"));
        Assert.Contains("failed     10: HTTP 429\n", _oi.Output);
    }

    [Fact]
    public async Task A_request_that_can_not_succeed_is_not_measured()
    {
        _oi.Server.AnswerJson(Infer, """{"error": "input 'x' has the wrong shape"}""", 400);
        Assert.Equal((1, "oi: input 'x' has the wrong shape\n", ""), (await _oi.RunAsync("bench", "m", "--shape", "t:1,4"), _oi.Error, _oi.Output));
    }

    [Fact]
    public async Task Where_nothing_was_answered_the_bench_has_failed()
    {
        var count = 0;
        _oi.Server.Answer(Infer, context => Respond(context, ++count == 1 ? 200 : 500));
        Assert.Equal(1, await _oi.RunAsync("bench", "m", "--shape", "t:1,4", "--requests", "5", "--warmup", "0s", "--concurrency", "1"));
        Assert.Contains("failed     5: HTTP 500", _oi.Output);
        Assert.Equal("oi: No request was answered.\n", _oi.Error);
    }

    [Fact]
    public async Task An_interrupted_bench_prints_what_it_has()
    {
        using var cancel = new CancellationTokenSource();
        var count = 0;
        _oi.Server.Answer(Infer, async context =>
        {
            if (Interlocked.Increment(ref count) == 1000)
                cancel.Cancel();
            await Respond(context, 200);
        });
        var exitCode = await _oi.RunAsync(cancel.Token, "bench", "m", "--shape", "t:1,4", "--duration", "10m", "--warmup", "0s");
        Assert.Equal((130, ""), (exitCode, _oi.Error));
        Assert.Contains(" of warm-up, interrupted\n", _oi.Output);
        Assert.Contains("  p50  ", _oi.Output);
    }

    [Fact]
    public async Task The_grpc_door_is_measured_through_the_client()
    {
        await using var server = await FakeGrpcServer.StartAsync();
        server.Answer<ModelMetadataRequest>("ModelMetadata", question => new ModelMetadataResponse
        {
            Name = question.Name,
            Inputs = { new ModelMetadataResponse.Types.TensorMetadata { Name = "x", Datatype = "FP32", Shape = { -1, 2 } } },
        });
        server.Answer<ModelInferRequest>("ModelInfer", question => new ModelInferResponse { ModelName = question.ModelName, ModelVersion = "1" });
        var address = server.Address.ToString().Replace("http", "grpc", StringComparison.Ordinal);
        Assert.Equal(0, await _oi.RunAsync("bench", "m", "--server", address, "--requests", "30", "--warmup", "0s"));
        Assert.Contains("answered   30 (", _oi.Output);

        Assert.Equal(1, await _oi.RunAsync("bench", "m", "--server", address, "--request", _oi.Save("request.json", "{}"u8)));
        Assert.Contains("--request is in the JSON of the HTTP door", _oi.Error);
    }

    private static async Task Respond(Microsoft.AspNetCore.Http.HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Answer));
    }
}
