using OrleansInference.Client;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>The .NET client and the gRPC door, each of which is tested against Google.Protobuf's classes, against each other.</summary>
public sealed class GrpcInferenceClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private GrpcDoorHost _door = null!;
    private GrpcInferenceClient _client = null!;

    public async Task InitializeAsync()
    {
        _door = await GrpcDoorHost.StartAsync();
        _client = new GrpcInferenceClient(_door.AddressOf("gRPC"));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _door.DisposeAsync();
    }

    [Fact]
    public async Task Every_datatype_goes_there_and_comes_back()
    {
        InferenceTensor[] tensors =
        [
            InferenceTensor.Of<bool>("x", [2], new[] { true, false }), InferenceTensor.Of<byte>("x", [1], new byte[] { 255 }),
            InferenceTensor.Of<ushort>("x", [1], new ushort[] { 65535 }), InferenceTensor.Of<uint>("x", [1], new[] { uint.MaxValue }),
            InferenceTensor.Of<ulong>("x", [1], new[] { ulong.MaxValue }), InferenceTensor.Of<sbyte>("x", [1], new sbyte[] { -1 }),
            InferenceTensor.Of<short>("x", [1], new short[] { -2 }), InferenceTensor.Of<int>("x", [1], new[] { -3 }),
            InferenceTensor.Of<long>("x", [2, 0], Array.Empty<long>()), InferenceTensor.Of<Half>("x", [1], new[] { (Half)0.5 }),
            InferenceTensor.Of<float>("x", [], new[] { 1.5f }), InferenceTensor.Of<double>("x", [1], new[] { 2.5 }),
            InferenceTensor.OfTexts("x", [3], "a", "", "é"),
            new() { Name = "x", DataType = TensorDataType.Bf16, Shape = [1], Data = new byte[] { 0x80, 0x3F } },
        ];
        foreach (var tensor in tensors)
        {
            var output = Assert.Single((await _client.InferAsync(Request(tensor))).Outputs);
            Assert.Equal((tensor.Name, tensor.DataType), (output.Name, output.DataType));
            Assert.Equal(tensor.Shape.ToArray(), output.Shape.ToArray());
            Assert.Equal(tensor.Data.ToArray(), output.Data.ToArray());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Large_tensors_do_too_compressed_or_not(bool compress)
    {
        using var http = new HttpClient { BaseAddress = _door.AddressOf("gRPC") };
        using var client = new GrpcInferenceClient(http, compress);
        var values = Enumerable.Range(0, 1_000_000).Select(i => (float)i).ToArray();
        var response = await client.InferAsync(Request(InferenceTensor.Of<float>("x", [values.Length], values)));
        Assert.True(response.Outputs[0].Elements<float>().SequenceEqual(values));
    }

    [Fact]
    public async Task Deadline_priority_version_and_id_arrive()
    {
        await _client.InferAsync(Request() with { TimeLeft = TimeSpan.FromSeconds(20), Priority = 3, Version = 1, RequestId = "a" });
        var request = _door.Dispatcher.LastRequest!;
        Assert.InRange(request.TimeLeft!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        Assert.Equal((3u, 1L, "a"), (request.Priority, request.Version, request.RequestId));
    }

    [Theory]
    [InlineData(FaultKind.InvalidInput, FaultKind.InvalidInput)]
    [InlineData(FaultKind.UnknownModel, FaultKind.UnknownModel)]
    [InlineData(FaultKind.ModelNotReady, FaultKind.Unavailable)]
    [InlineData(FaultKind.QueueFull, FaultKind.QueueFull)]
    [InlineData(FaultKind.DeadlineExceeded, FaultKind.DeadlineExceeded)]
    [InlineData(FaultKind.ModelError, FaultKind.InvalidInput)]
    [InlineData(FaultKind.Unavailable, FaultKind.Unavailable)]
    public async Task Faults_come_as_exceptions(FaultKind fault, FaultKind kind)
    {
        _door.Dispatcher.Answer(InferenceOutcome.Of(new InferenceFault { Kind = fault, Message = "because é", RetryAfter = TimeSpan.FromSeconds(2) }));
        var exception = await Assert.ThrowsAsync<InferenceException>(() => _client.InferAsync(Request()));
        Assert.Equal((kind, "because é", TimeSpan.FromSeconds(2)), (exception.Kind, exception.Message, exception.RetryAfter));
    }

    [Fact]
    public async Task Cancelling_reaches_the_dispatcher()
    {
        var (started, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        _door.Dispatcher.OnInfer = async (_, token) =>
        {
            using var registration = token.Register(cancelled.SetResult);
            started.SetResult();
            await cancelled.Task;
            return InferenceOutcome.Of(FaultKind.Cancelled, "cancelled");
        };
        using var cancellation = new CancellationTokenSource();
        var call = _client.InferAsync(Request(), cancellation.Token);
        await started.Task.WaitAsync(Patience);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_stream_gives_an_outcome_for_each_request()
    {
        var outcomes = new List<string>();
        await foreach (var (id, outcome) in _client.InferStreamAsync(Requests()))
            outcomes.Add($"{id} {(outcome.Response is { } response ? response.Outputs[0].Elements<int>()[0].ToString() : outcome.Fault!.Message)}");
        Assert.Equal(["0 0", "1 1", "2 Request for unknown model: 'nosuch' is not in the repository", "3 3"], outcomes);
    }

    [Fact]
    public async Task An_output_is_classified()
    {
        var request = Request(InferenceTensor.Of<float>("x", [4], new[] { 1f, 5, 3, 4 })) with { RequestedOutputs = ["y"] };
        var response = await _client.ClassifyAsync(request, 2);
        Assert.Equal([new Classification(5, 1, ""), new Classification(4, 3, "")], response.Outputs[0].Classifications().ToArray());
    }

    [Fact]
    public async Task Models_are_described_and_asked_for()
    {
        var model = await _client.GetModelAsync("pair");
        Assert.Equal(["a", "b", "bias"], model.Inputs.Select(input => input.Name));
        Assert.True(await _client.IsModelReadyAsync("pair", 2));
        Assert.False(await _client.IsModelReadyAsync("nosuch"));
        Assert.True(await _client.IsReadyAsync());
        Assert.Equal(FaultKind.UnknownModel, (await Assert.ThrowsAsync<InferenceException>(() => _client.GetModelAsync("nosuch"))).Kind);
    }

    private static async IAsyncEnumerable<InferenceRequest> Requests()
    {
        for (var i = 0; i < 4; i++)
        {
            await Task.Yield();
            yield return Request(InferenceTensor.Of<int>("x", [1], new[] { i })) with { RequestId = $"{i}", Model = i == 2 ? "nosuch" : "open" };
        }
    }

    private static InferenceRequest Request(InferenceTensor? input = null) =>
        new() { Model = "open", Inputs = [input ?? InferenceTensor.Of<int>("x", [1], new[] { 1 })] };
}
