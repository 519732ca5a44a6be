using System.Buffers;
using Microsoft.Extensions.Options;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Memory;
using OrleansInference.FrontDoors.Outputs;
using OrleansInference.Grpc;
using OrleansInference.Inference;
using OrleansInference.Models;
using OrleansInference.Protocol.Grpc;
using OrleansInference.Protocol.Inference;

namespace OrleansInference.FrontDoors.Grpc.Inference;

/// <summary>From the bytes of a ModelInferRequest to its answer.</summary>
internal sealed class InferCalls(
    ModelResolver resolver, RequestRunner runner, AlignedBufferPool pool, IOptions<GrpcDoorOptions> options, TimeProvider time)
{
    private readonly GrpcDoorOptions _options = options.Value;

    /// <summary>By the time this returns, whether or not the task has ended, <paramref name="message"/> is no longer needed.</summary>
    /// <exception cref="GrpcException">The message is no ModelInferRequest, or its tensors are too large.</exception>
    public async ValueTask<InferAnswer> RunAsync(GrpcCall call, ReadOnlySequence<byte> message)
    {
        var received = time.GetTimestamp();
        var timeLeft = call.TimeLeft;
        var memory = new InputMemory(pool, _options.MaxInflatedBytes);
        var mayReuse = true;
        try
        {
            var request = Read(message, memory);
            var target = await resolver.ResolveAsync(
                call.HttpContext, request.ModelName, request.ModelVersion, AccessScopes.Infer, call.CancellationToken);
            if (target.Status is not { } status)
                return new InferAnswer(request.Id, target.Fault!);
            if (InferDecoder.Decode(request, memory, _options.MaxTensors, out var decoded) is { } fault)
                return new InferAnswer(request.Id, fault);
            status = resolver.Choose(target, decoded.Parameters);
            mayReuse = false; // until an outcome says that nobody reads the inputs any more
            var outcome = await runner.RunAsync(decoded, status, target.Caller, timeLeft, received, call.CancellationToken);
            mayReuse = outcome.MayReuseInputs;
            return outcome.Response is not { } response ? new InferAnswer(request.Id, outcome.Fault!)
                : OutputSelection.Select(response, status.Signature, decoded.Outputs, out var outputs) is not { } badOutput
                    ? new InferAnswer(request.Id, response, outputs)
                    : Refuse(request.Id, response, badOutput);
        }
        finally
        {
            if (mayReuse)
                memory.Return();
        }
    }

    private static InferRequestMessage Read(ReadOnlySequence<byte> message, InputMemory memory) =>
        InferReader.ReadRequest(message, memory.Allocate, out var request) is { } error
            ? throw new GrpcException(GrpcStatusCode.Internal, $"the message is not a valid inference.ModelInferRequest: {error}")
            : request!;

    private static InferAnswer Refuse(string id, InferenceResponse response, InferenceFault fault)
    {
        TensorMemory.Release(response);
        return new InferAnswer(id, fault);
    }
}
