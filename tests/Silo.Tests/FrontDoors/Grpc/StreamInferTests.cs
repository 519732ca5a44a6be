using System.Collections.Concurrent;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;
using static OrleansInference.FrontDoors.Grpc.InferRequests;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>ModelStreamInfer.</summary>
public sealed class StreamInferTests
{
    [Fact]
    public async Task Answers_come_in_the_order_of_the_requests_whichever_is_done_first()
    {
        await using var door = await GrpcDoorHost.StartAsync();
        var waiting = new ConcurrentDictionary<string, TaskCompletionSource>();
        var all = new TaskCompletionSource();
        door.Dispatcher.OnInfer = async (request, _) =>
        {
            waiting[request.RequestId] = new TaskCompletionSource();
            if (waiting.Count == 3)
                all.SetResult();
            await waiting[request.RequestId].Task;
            return FakeDispatcher.Echo(request);
        };
        await using var call = door.Client.Open(GrpcDoorHost.StreamInfer);
        for (var i = 0; i < 3; i++)
            call.Send(WithId(Open(i), $"{i}"));
        await all.Task.WaitAsync(GrpcClient.Bound);

        foreach (var id in (string[])["2", "1", "0"])
            waiting[id].SetResult();
        call.Complete();

        for (var i = 0; i < 3; i++)
        {
            var answer = await call.ReadAsync<ModelStreamInferResponse>();
            Assert.Equal(("", $"{i}", i), (answer!.ErrorMessage, answer.InferResponse.Id, answer.InferResponse.RawOutputContents[0][0]));
        }
        Assert.Equal((GrpcStatusCode.Ok, ""), (await call.EndAsync()).Status);
    }

    [Fact]
    public async Task A_request_that_fails_is_answered_with_its_error_and_the_stream_goes_on()
    {
        await using var door = await GrpcDoorHost.StartAsync();
        await using var call = door.Client.Open(GrpcDoorHost.StreamInfer);
        call.Send(WithId(For("nope"), "first"));
        call.Send(WithId(Open(5), "second"));
        call.Complete();

        var failed = await call.ReadAsync<ModelStreamInferResponse>();
        var answered = await call.ReadAsync<ModelStreamInferResponse>();

        Assert.Equal("Request for unknown model: 'nope' is not in the repository", failed!.ErrorMessage);
        Assert.Equal(("first", 0), (failed.InferResponse.Id, failed.InferResponse.Outputs.Count));
        Assert.Equal(("", "second"), (answered!.ErrorMessage, answered.InferResponse.Id));
        Assert.Equal((GrpcStatusCode.Ok, ""), (await call.EndAsync()).Status);
    }

    [Fact]
    public async Task No_more_requests_are_in_work_than_the_option_says()
    {
        await using var door = await GrpcDoorHost.StartAsync(("Grpc:MaxStreamRequests", "3"));
        var (inWork, most) = (0, 0);
        var turns = new SemaphoreSlim(0);
        var full = new TaskCompletionSource();
        door.Dispatcher.OnInfer = async (request, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inWork));
            if (most == 3)
                full.TrySetResult();
            await turns.WaitAsync(CancellationToken.None);
            Interlocked.Decrement(ref inWork);
            return FakeDispatcher.Echo(request);
        };
        await using var call = door.Client.Open(GrpcDoorHost.StreamInfer);
        for (var i = 0; i < 20; i++)
            call.Send(Open(i));
        call.Complete();
        await full.Task.WaitAsync(GrpcClient.Bound);
        turns.Release(20);

        for (var i = 0; i < 20; i++)
            Assert.Equal(i, (await call.ReadAsync<ModelStreamInferResponse>())!.InferResponse.RawOutputContents[0][0]);
        Assert.Equal(GrpcStatusCode.Ok, (await call.EndAsync()).Code);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task A_message_that_is_no_request_ends_the_stream_after_the_answers_before_it()
    {
        await using var door = await GrpcDoorHost.StartAsync();
        await using var call = door.Client.Open(GrpcDoorHost.StreamInfer);
        call.Send(Open(1));
        call.SendBytes(GrpcClient.Frame([0x0A, 0x05]));

        Assert.NotNull(await call.ReadAsync<ModelStreamInferResponse>());
        Assert.Equal(GrpcStatusCode.Internal, (await call.EndAsync()).Code); // though the client has not ended its side
    }

    [Fact]
    public async Task An_unexpected_failure_ends_the_stream_and_is_logged_once()
    {
        await using var door = await GrpcDoorHost.StartAsync();
        door.Dispatcher.OnInfer = (_, _) => throw new InvalidOperationException("secret");
        await using var call = door.Client.Open(GrpcDoorHost.StreamInfer);
        call.Send(Open(1));

        var answer = await call.EndAsync();

        Assert.Equal(GrpcStatusCode.Unknown, answer.Code);
        Assert.StartsWith("internal error, id ", answer.Message);
        Assert.Single(door.Log.Errors);
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_what_is_in_work()
    {
        await using var door = await GrpcDoorHost.StartAsync();
        var (entered, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        door.Dispatcher.OnInfer = async (_, cancellationToken) =>
        {
            entered.SetResult();
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            await cancelled.Task.WaitAsync(GrpcClient.Bound, CancellationToken.None);
            return InferenceOutcome.Of(FaultKind.Cancelled, "the caller went away");
        };
        await using var call = door.Client.Open(GrpcDoorHost.StreamInfer);
        call.Send(Open(1));
        await entered.Task.WaitAsync(GrpcClient.Bound);

        await call.ResetAsync();

        await cancelled.Task.WaitAsync(GrpcClient.Bound);
        await door.AssertNextRequestWorksAsync();
        Assert.Empty(door.Log.Errors);
    }

    [Fact]
    public async Task A_stopping_server_answers_what_it_has_read_and_ends_the_stream()
    {
        await using var door = await GrpcDoorHost.StartAsync();
        var (entered, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        door.Dispatcher.OnInfer = async (request, _) =>
        {
            entered.SetResult();
            await release.Task;
            return FakeDispatcher.Echo(request);
        };
        await using var call = door.Client.Open(GrpcDoorHost.StreamInfer);
        call.Send(Open(9));
        await entered.Task.WaitAsync(GrpcClient.Bound);

        var stopped = door.StopAsync();
        call.Complete(); // too late to be seen; HttpClient may lose an answer's end where its own request has none
        release.SetResult();

        Assert.Equal(9, (await call.ReadAsync<ModelStreamInferResponse>())!.InferResponse.RawOutputContents[0][0]);
        Assert.Equal(GrpcStatusCode.Unavailable, (await call.EndAsync()).Code);
        await stopped.WaitAsync(GrpcClient.Bound);
    }

    private static ModelInferRequest WithId(ModelInferRequest request, string id)
    {
        request.Id = id;
        return request;
    }
}
