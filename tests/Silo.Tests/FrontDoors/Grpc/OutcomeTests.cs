using Microsoft.Extensions.DependencyInjection;
using OrleansInference.FrontDoors.Memory;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>How each outcome is told, and what becomes of the memory.</summary>
public sealed class OutcomeTests : IAsyncLifetime
{
    private GrpcDoorHost _door = null!;

    public async Task InitializeAsync() => _door = await GrpcDoorHost.StartAsync();

    public async Task DisposeAsync()
    {
        await _door.AssertNextRequestWorksAsync();
        await _door.DisposeAsync();
    }

    [Theory]
    [InlineData(FaultKind.InvalidInput, GrpcStatusCode.InvalidArgument)]
    [InlineData(FaultKind.ModelError, GrpcStatusCode.InvalidArgument)]
    [InlineData(FaultKind.UnknownModel, GrpcStatusCode.NotFound)]
    [InlineData(FaultKind.ModelNotReady, GrpcStatusCode.Unavailable)]
    [InlineData(FaultKind.LoadFailed, GrpcStatusCode.InvalidArgument)]
    [InlineData(FaultKind.Unavailable, GrpcStatusCode.Unavailable)]
    [InlineData(FaultKind.QueueFull, GrpcStatusCode.ResourceExhausted)]
    [InlineData(FaultKind.RateLimited, GrpcStatusCode.ResourceExhausted)]
    [InlineData(FaultKind.DeadlineExceeded, GrpcStatusCode.DeadlineExceeded)]
    [InlineData(FaultKind.Cancelled, GrpcStatusCode.Cancelled)]
    [InlineData(FaultKind.Unauthenticated, GrpcStatusCode.Unauthenticated)]
    [InlineData(FaultKind.PermissionDenied, GrpcStatusCode.PermissionDenied)]
    [InlineData(FaultKind.DeviceLost, GrpcStatusCode.Internal)]
    [InlineData(FaultKind.TooLarge, GrpcStatusCode.ResourceExhausted)]
    [InlineData((FaultKind)99, GrpcStatusCode.Unknown)]
    public async Task Every_fault_has_its_status_and_keeps_its_text(FaultKind kind, object code)
    {
        _door.Dispatcher.Answer(InferenceOutcome.Of(kind, $"because of {kind} ü"));

        Assert.Equal(((GrpcStatusCode)code, $"because of {kind} ü"), (await _door.InferAsync(InferRequests.Open(1))).Status);
    }

    [Theory]
    [InlineData(FaultKind.QueueFull, null, "1000", "1")]
    [InlineData(FaultKind.QueueFull, 2.3, "2300", "3")]
    [InlineData(FaultKind.RateLimited, 0.0001, "1", "1")]
    [InlineData(FaultKind.ModelNotReady, null, null, null)]
    [InlineData(FaultKind.TooLarge, null, "-1", null)]
    public async Task A_refusal_says_when_to_come_back(FaultKind kind, double? seconds, string? pushback, string? retryAfter)
    {
        var delay = seconds is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null;
        _door.Dispatcher.Answer(InferenceOutcome.Of(new InferenceFault { Kind = kind, Message = "later", RetryAfter = delay }));

        var answer = await _door.InferAsync(InferRequests.Open(1));

        Assert.Equal((pushback, retryAfter), (answer.Trailer(GrpcHeaders.RetryPushback), answer.Trailer("retry-after")));
    }

    [Fact]
    public async Task The_deadline_cancels_the_request()
    {
        _door.Dispatcher.OnInfer = async (_, cancellationToken) =>
        {
            var cancelled = new TaskCompletionSource();
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            await cancelled.Task.WaitAsync(GrpcClient.Bound, CancellationToken.None);
            return InferenceOutcome.Of(FaultKind.Cancelled, "the caller went away");
        };

        Assert.Equal(GrpcStatusCode.DeadlineExceeded, (await _door.InferAsync(InferRequests.Open(1), (GrpcHeaders.Timeout, "30m"))).Code);
        Assert.Empty(_door.Log.Errors);
    }

    [Fact]
    public async Task A_client_that_resets_the_call_cancels_the_request()
    {
        var (entered, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        _door.Dispatcher.OnInfer = async (_, cancellationToken) =>
        {
            entered.SetResult();
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            await cancelled.Task.WaitAsync(GrpcClient.Bound, CancellationToken.None);
            return InferenceOutcome.Of(FaultKind.Cancelled, "the caller went away");
        };
        await using var call = _door.Client.Open(GrpcDoorHost.Infer);
        call.Send(InferRequests.Open(1));
        call.Complete();
        await entered.Task.WaitAsync(GrpcClient.Bound);

        await call.ResetAsync();

        await cancelled.Task.WaitAsync(GrpcClient.Bound);
        Assert.Empty(_door.Log.Errors);
    }

    [Theory]
    [InlineData("y", TensorDataType.Int32, GrpcStatusCode.Ok)]
    [InlineData("other", TensorDataType.Int32, GrpcStatusCode.InvalidArgument)]
    public async Task Outputs_are_released_once_after_success_and_refusal(string name, TensorDataType type, object code)
    {
        foreach (var path in (string[])[GrpcDoorHost.Infer, GrpcDoorHost.StreamInfer])
        {
            var memory = new CountedMemory(new byte[4]);
            TensorMemory.Share(memory.Memory, 2); // the door is one holder, this test the other
            _door.Dispatcher.Answer(new InferenceTensor { Name = name, DataType = type, Shape = [1], Data = memory.Memory });

            var answer = await _door.Client.UnaryAsync(path, InferRequests.Open(1).Output("y"));

            Assert.Equal(path == GrpcDoorHost.Infer ? (GrpcStatusCode)code : GrpcStatusCode.Ok, answer.Code);
            Assert.Equal(0, memory.Releases);
            TensorMemory.Release(memory.Memory);
            Assert.Equal(1, memory.Releases);
        }
    }

    [Theory]
    [InlineData(FaultKind.InvalidInput, true)]
    [InlineData(FaultKind.QueueFull, true)]
    [InlineData(FaultKind.Cancelled, false)]
    [InlineData(FaultKind.DeadlineExceeded, false)]
    [InlineData(FaultKind.Unavailable, false)]
    [InlineData(null, false)] // the dispatcher threw
    public async Task Inputs_are_reused_only_where_the_outcome_allows(FaultKind? kind, bool reused)
    {
        ReadOnlyMemory<byte> input = default;
        _door.Dispatcher.OnInfer = (request, _) =>
        {
            input = request.Inputs[0].Data;
            return ValueTask.FromResult(InferenceOutcome.Of(kind ?? throw new InvalidOperationException(), "no"));
        };

        await _door.InferAsync(InferRequests.Open(1, 2));

        var pool = _door.Services.GetRequiredService<AlignedBufferPool>();
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(input, out var segment));
        Assert.Equal(reused, Enumerable.Range(0, 8).Any(_ => ReferenceEquals(pool.Rent(1), segment.Array)));
    }

    [Fact]
    public async Task Inputs_lie_on_a_boundary_that_native_code_reads_from()
    {
        var aligned = true;
        _door.Dispatcher.OnInfer = (request, _) =>
        {
            foreach (var input in request.Inputs)
                unsafe
                {
                    using var pin = input.Data.Pin();
                    aligned &= (nint)pin.Pointer % AlignedBufferPool.Alignment == 0;
                }
            return ValueTask.FromResult(FakeDispatcher.Echo(request));
        };

        (await _door.InferAsync(InferRequests.For("pair", InferRequests.Input("a", "FP32", 1, 3), InferRequests.Input("b", "INT32", 1, 2))
            .Raw(new byte[12]).Raw(new byte[8]))).Single<ModelInferResponse>();

        Assert.True(aligned);
    }
}
