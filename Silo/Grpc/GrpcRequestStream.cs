using System.Buffers;
using Google.Protobuf;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>The messages that a client sends.</summary>
internal sealed class GrpcRequestStream<TRequest>(GrpcCall call)
    where TRequest : class, IMessage<TRequest>, new()
{
    /// <summary>The next one; null after the last. See <see cref="GrpcCall.ReadAsync"/>.</summary>
    public async ValueTask<TRequest?> ReadAsync() => await call.ReadAsync() is { } message ? Parse(message) : null;

    internal static async ValueTask<TRequest> ReadSingleAsync(GrpcCall call) => Parse(await call.ReadSingleAsync());

    private static TRequest Parse(in ReadOnlySequence<byte> message)
    {
        var request = new TRequest();
        try
        {
            request.MergeFrom(message);
            return request;
        }
        catch (InvalidProtocolBufferException e)
        {
            // INTERNAL, as grpc/grpc doc/statuscodes.md has it for what can't be parsed.
            throw new GrpcException(GrpcStatusCode.Internal, $"the message is not a valid {request.Descriptor.FullName}: {e.Message}");
        }
    }
}
