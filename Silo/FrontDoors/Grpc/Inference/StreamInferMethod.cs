using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>
/// ModelStreamInfer: any number of requests, worked on beside each other and answered in their order, as in Triton. A request that fails is
/// answered with its error and its id, and the stream goes on. When enough are in work, no further one is read, so that a client which
/// sends faster than it reads is held back by HTTP/2 itself.
/// </summary>
internal sealed class StreamInferMethod(InferCalls calls, AccessControl access, IOptions<GrpcDoorOptions> options) : IInferenceMethods
{
    public void Bind(GrpcServiceBuilder service) => service.Raw("ModelStreamInfer", InferAsync);

    private async ValueTask<GrpcStatus> InferAsync(GrpcCall call)
    {
        var answers = Channel.CreateBounded<Task<InferAnswer>>(
            new BoundedChannelOptions(options.Value.MaxStreamRequests) { SingleReader = true, SingleWriter = true });
        var writing = WriteAsync(call, answers.Reader);
        try
        {
            var isFirst = true;
            while (await answers.Writer.WaitToWriteAsync() && await call.ReadAsync() is { } message)
            {
                var refused = isFirst ? null : access.ChargeNext(call.HttpContext);
                isFirst = false;
                answers.Writer.TryWrite(refused is null ? calls.RunAsync(call, message).AsTask() : Task.FromResult(new InferAnswer("", refused)));
            }
        }
        finally
        {
            answers.Writer.Complete();
            await writing;
        }
        return GrpcStatus.Ok;
    }

    /// <summary>
    /// Writes each answer; after a failure only waits for the rest, so that their memory goes back. An answer stays in the channel until
    /// it is written, because its place is the request's.
    /// </summary>
    private static async Task WriteAsync(GrpcCall call, ChannelReader<Task<InferAnswer>> answers)
    {
        ExceptionDispatchInfo? failure = null;
        while (await answers.WaitToReadAsync())
        {
            answers.TryPeek(out var answering);
            try
            {
                using var answer = await answering!;
                if (failure is null)
                    await WriteAsync(call, answer);
            }
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
                call.StopReading();
            }
            answers.TryRead(out _);
        }
        failure?.Throw();
    }

    private static ValueTask WriteAsync(GrpcCall call, InferAnswer answer)
    {
        var (error, response) = answer.Fault is { } fault ? (fault.Message, new InferResponseMessage { Id = answer.Id }) : ("", answer.Response!);
        call.Write(
            (error, response),
            InferSize.Of(InferWriter.SizeOfStreamResponse(error, response)),
            static (answer, output) => InferWriter.WriteStreamResponse(answer.error, answer.response, output));
        return call.FlushAsync();
    }
}
