using OrleansInference.Grpc;
using OrleansInference.Protocol;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>ModelInfer: a request, its answer.</summary>
internal sealed class InferMethod(InferCalls calls) : IInferenceMethods
{
    public void Bind(GrpcServiceBuilder service) => service.Raw("ModelInfer", InferAsync);

    private async ValueTask<GrpcStatus> InferAsync(GrpcCall call)
    {
        using var answer = await calls.RunAsync(call, await call.ReadSingleAsync());
        if (answer.Response is not { } response)
            return call.Fail(answer.Fault!);
        call.Write(response, InferSize.Of(InferWriter.SizeOf(response)), static (response, output) => InferWriter.Write(response, output));
        return GrpcStatus.Ok;
    }
}
