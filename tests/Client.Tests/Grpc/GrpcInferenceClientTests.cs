using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Client.Grpc;

public sealed class GrpcInferenceClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private FakeGrpcServer _server = null!;
    private GrpcInferenceClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeGrpcServer.StartAsync();
        _client = new GrpcInferenceClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private static InferenceRequest Request => new()
    {
        Model = "m",
        Inputs = [InferenceTensor.Of<float>("x", [1, 2], new[] { 1.5f, -2 }), InferenceTensor.Of<long>("n", [1], new[] { 7L })],
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_arrives_as_it_is_with_and_without_compression(bool compress)
    {
        ModelInferRequest? received = null;
        _server.Answer<ModelInferRequest>("ModelInfer", request => (received = request) is null ? null! : new ModelInferResponse(), compress);
        using var client = new GrpcInferenceClient(new InferenceClientOptions { Address = _server.Address, Compress = compress, ApiKey = "k3y" });
        await client.InferAsync(Request with
        {
            Version = 3,
            RequestId = "a",
            TimeLeft = TimeSpan.FromSeconds(20),
            Priority = 2,
            RequestedOutputs = ["y"],
            Parameters = ImmutableDictionary<string, ParameterValue>.Empty.Add("k", ParameterValue.Of("v")),
        });

        Assert.Equal(
            new ModelInferRequest
            {
                ModelName = "m", ModelVersion = "3", Id = "a",
                Parameters = { ["k"] = new InferParameter { StringParam = "v" }, ["priority"] = new InferParameter { Int64Param = 2 } },
                Inputs =
                {
                    new ModelInferRequest.Types.InferInputTensor { Name = "x", Datatype = "FP32", Shape = { 1, 2 } },
                    new ModelInferRequest.Types.InferInputTensor { Name = "n", Datatype = "INT64", Shape = { 1 } },
                },
                Outputs = { new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "y" } },
                RawInputContents = { Raw(1.5f, -2), Raw(7L) },
            },
            received);
        Assert.Equal("Bearer k3y", _server.LastHeaders.Authorization);
        Assert.Equal("trailers", _server.LastHeaders.TE);
        Assert.Equal("20000000u", _server.LastHeaders[GrpcHeaders.Timeout]);
        Assert.Equal(compress ? "gzip" : "", _server.LastHeaders[GrpcHeaders.Encoding].ToString());
    }

    [Fact]
    public async Task Outputs_are_read_from_raw_and_from_typed_contents()
    {
        var answer = new ModelInferResponse
        {
            ModelName = "m", ModelVersion = "4",
            Outputs = { new ModelInferResponse.Types.InferOutputTensor { Name = "a", Datatype = "FP32", Shape = { 2 } } },
            RawOutputContents = { Raw(1f, 2f) },
        };
        _server.Answer<ModelInferRequest>("ModelInfer", _ => answer);
        var raw = await _client.InferAsync(Request);
        Assert.Equal(new ModelVersion("m", 4), raw.Model);
        Assert.Equal([1f, 2f], raw.Outputs[0].Elements<float>());

        answer = new ModelInferResponse
        {
            Outputs =
            {
                new ModelInferResponse.Types.InferOutputTensor
                {
                    Name = "a", Datatype = "INT8", Shape = { 2 }, Contents = new InferTensorContents { IntContents = { 5, -5 } },
                },
                new ModelInferResponse.Types.InferOutputTensor
                {
                    Name = "b", Datatype = "BYTES", Shape = { 1 }, Contents = new InferTensorContents { BytesContents = { ByteString.CopyFromUtf8("hi") } },
                },
            },
        };
        var typed = await _client.InferAsync(Request);
        Assert.Equal([5, -5], typed.Outputs[0].Elements<sbyte>().ToArray());
        Assert.Equal(["hi"], typed.Outputs[1].Texts().ToArray());
    }

    [Fact]
    public async Task Large_tensors_go_there_and_come_back()
    {
        var values = Enumerable.Range(0, 5_000_000).Select(i => (float)i).ToArray();
        _server.Answer<ModelInferRequest>("ModelInfer", request => new ModelInferResponse
        {
            Outputs = { new ModelInferResponse.Types.InferOutputTensor { Name = "y", Datatype = "FP32", Shape = { values.Length } } },
            RawOutputContents = { request.RawInputContents },
        });
        var response = await _client.InferAsync(new InferenceRequest { Model = "m", Inputs = [InferenceTensor.Of<float>("x", [values.Length], values)] });
        Assert.True(response.Outputs[0].Elements<float>().SequenceEqual(values));
    }

    [Theory]
    [InlineData(GrpcStatusCode.InvalidArgument, FaultKind.InvalidInput)]
    [InlineData(GrpcStatusCode.NotFound, FaultKind.UnknownModel)]
    [InlineData(GrpcStatusCode.ResourceExhausted, FaultKind.QueueFull)]
    [InlineData(GrpcStatusCode.DeadlineExceeded, FaultKind.DeadlineExceeded)]
    [InlineData(GrpcStatusCode.Unavailable, FaultKind.Unavailable)]
    [InlineData(GrpcStatusCode.Unauthenticated, FaultKind.Unauthenticated)]
    [InlineData(GrpcStatusCode.PermissionDenied, FaultKind.PermissionDenied)]
    [InlineData(GrpcStatusCode.Internal, null)]
    public async Task The_status_tells_the_kind_and_the_message_the_text(GrpcStatusCode code, FaultKind? kind)
    {
        _server.Fail("ModelInfer", code, "because é", pushback: 250);
        var exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(Request));
        Assert.Equal((kind, "because é", TimeSpan.FromMilliseconds(250)), (exception.Kind, exception.Message, exception.RetryAfter));

        _server.Answer("ModelInfer", async context => // in trailers, after a message
        {
            await FakeGrpcServer.WriteAsync(context, new ModelInferResponse());
            FakeGrpcServer.End(context, code, "later");
        });
        exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(Request));
        Assert.Equal((kind, "later"), (exception.Kind, exception.Message));
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_told_from_shed_load()
    {
        _server.Fail("ModelInfer", GrpcStatusCode.ResourceExhausted, "because", pushback: -1);
        var exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(Request));
        Assert.Equal((FaultKind.TooLarge, null), (exception.Kind, exception.RetryAfter));
    }

    [Fact]
    public async Task An_answer_that_is_no_grpc_is_told_as_it_is()
    {
        _server.Answer("ModelInfer", context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (503, "text/html");
            return Task.CompletedTask;
        });
        var exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(Request));
        Assert.Equal(FaultKind.Unavailable, exception.Kind);
        Assert.Contains("HTTP 503 with text/html", exception.Message);
    }

    [Fact]
    public async Task A_deadline_that_passes_ends_the_call_on_both_sides()
    {
        var ended = new TaskCompletionSource();
        _server.Answer("ModelInfer", async context =>
        {
            context.RequestAborted.Register(ended.SetResult);
            await ended.Task;
        });
        var exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(Request with { TimeLeft = TimeSpan.FromMilliseconds(50) }));
        Assert.Equal(FaultKind.DeadlineExceeded, exception.Kind);
        await ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Cancelling_resets_the_stream()
    {
        var (started, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Answer("ModelInfer", async context =>
        {
            context.RequestAborted.Register(ended.SetResult);
            started.SetResult();
            await ended.Task;
        });
        using var cancellation = new CancellationTokenSource();
        var call = _client.InferAsync(Request, cancellation.Token);
        await started.Task.WaitAsync(Patience);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        using var client = new GrpcInferenceClient(new Uri("grpc://127.0.0.1:1"));
        var exception = await Assert.ThrowsAsync<InferenceException>(() => client.IsReadyAsync());
        Assert.Equal(FaultKind.Unavailable, exception.Kind);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_refused_before_it_is_read()
    {
        _server.Answer<ModelInferRequest>("ModelInfer", _ => new ModelInferResponse { Id = new string('x', 5000) });
        using var client = new GrpcInferenceClient(new InferenceClientOptions { Address = _server.Address, MaxMessageBytes = 4096 });
        Assert.Contains("this client takes 4096", (await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request))).Message);
        _server.Answer<ModelInferRequest>("ModelInfer", _ => new ModelInferResponse { Id = new string('x', 5000) }, compress: true);
        Assert.Contains("this client takes 4096", (await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request))).Message);
    }

    [Fact]
    public async Task Models_are_described_listed_loaded_and_unloaded()
    {
        var asked = new List<string>();
        _server
            .Answer<ModelMetadataRequest>("ModelMetadata", request => new ModelMetadataResponse
            {
                Name = request.Name, Versions = { "1", request.Version }, Platform = "p",
                Inputs = { new ModelMetadataResponse.Types.TensorMetadata { Name = "x", Datatype = "FP32", Shape = { -1, 3 } } },
            })
            .Answer<RepositoryIndexRequest>("RepositoryIndex", _ => new RepositoryIndexResponse
            {
                Models = { new RepositoryIndexResponse.Types.ModelIndex { Name = "m", Version = "1", State = "READY" } },
            })
            .Answer<ServerReadyRequest>("ServerReady", _ => new ServerReadyResponse { Ready = true })
            .Answer<ModelReadyRequest>("ModelReady", request => new ModelReadyResponse { Ready = request.Name == "m" })
            .Answer<RepositoryModelLoadRequest>("RepositoryModelLoad", request => Note($"load {request.ModelName}", new RepositoryModelLoadResponse()))
            .Answer<RepositoryModelUnloadRequest>("RepositoryModelUnload", request => Note($"unload {request.ModelName}", new RepositoryModelUnloadResponse()));
        IMessage Note(string what, IMessage answer)
        {
            asked.Add(what);
            return answer;
        }

        var metadata = await _client.GetModelAsync("m", 2);
        Assert.Equal(["1", "2"], metadata.Versions.ToArray());
        Assert.Equal(new TensorSpec { Name = "x", DataType = TensorDataType.Fp32, Shape = [-1, 3] }, Assert.Single(metadata.Inputs));
        Assert.Equal(new ModelIndexEntry("m", "1", "READY", ""), Assert.Single(await _client.ListModelsAsync()));
        Assert.True(await _client.IsReadyAsync());
        Assert.True(await _client.IsModelReadyAsync("m"));
        Assert.False(await _client.IsModelReadyAsync("n"));
        await _client.LoadModelAsync("m");
        await _client.UnloadModelAsync("m");
        Assert.Equal(["load m", "unload m"], asked);
        _server.Fail("ModelReady", GrpcStatusCode.NotFound, "no");
        Assert.False(await _client.IsModelReadyAsync("n"));
    }

    [Fact]
    public async Task A_stream_answers_while_requests_still_come()
    {
        _server.Answer("ModelStreamInfer", async context =>
        {
            while (await FakeGrpcServer.ReadAsync<ModelInferRequest>(context) is { } request)
                await FakeGrpcServer.WriteAsync(context, request.ModelName == "bad"
                    ? new ModelStreamInferResponse { ErrorMessage = "no", InferResponse = new ModelInferResponse { Id = request.Id } }
                    : new ModelStreamInferResponse { InferResponse = new ModelInferResponse { Id = request.Id, ModelName = request.ModelName } });
            FakeGrpcServer.End(context, GrpcStatusCode.Ok, "");
        });
        var requests = Channel.CreateUnbounded<InferenceRequest>();
        var outcomes = new List<string>();
        await requests.Writer.WriteAsync(Request with { RequestId = "0" });
        await foreach (var (id, outcome) in _client.InferStreamAsync(requests.Reader.ReadAllAsync()))
        {
            outcomes.Add($"{id} {outcome.Response?.Model.Model ?? outcome.Fault!.Message}");
            if (outcomes.Count < 4)
                await requests.Writer.WriteAsync(Request with { RequestId = outcomes.Count.ToString(), Model = outcomes.Count == 2 ? "bad" : "m" });
            else
                requests.Writer.Complete();
        }
        Assert.Equal(["0 m", "1 m", "2 no", "3 m"], outcomes);
    }

    [Fact]
    public async Task Leaving_a_stream_cancels_it_and_its_failures_are_told_apart()
    {
        var ended = new TaskCompletionSource();
        _server.Answer("ModelStreamInfer", async context =>
        {
            var aborted = new TaskCompletionSource();
            context.RequestAborted.Register(aborted.SetResult);
            await FakeGrpcServer.WriteAsync(context, new ModelStreamInferResponse { InferResponse = new ModelInferResponse { Id = "1" } });
            await aborted.Task;
            ended.TrySetResult();
        });
        await foreach (var _ in _client.InferStreamAsync(Never()))
            break;
        await ended.Task.WaitAsync(Patience);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in _client.InferStreamAsync(Broken()))
                continue;
        });
        Assert.Contains("out of data", failure.Message);

        _server.Fail("ModelStreamInfer", GrpcStatusCode.Unauthenticated, "a key, please");
        var refused = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var _ in _client.InferStreamAsync(Never()))
                continue;
        });
        Assert.Equal(FaultKind.Unauthenticated, refused.Kind);
    }

    private static async IAsyncEnumerable<InferenceRequest> Never([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }

    private static async IAsyncEnumerable<InferenceRequest> Broken()
    {
        await Task.Yield();
        yield return Request;
        throw new IOException("out of data");
    }

    private static ByteString Raw<T>(params ReadOnlySpan<T> values)
        where T : unmanaged => ByteString.CopyFrom(MemoryMarshal.AsBytes(values));
}
