using Google.Protobuf;

namespace OrleansInference.Grpc;

/// <summary>The messages that a client gets, one at a time.</summary>
internal sealed class GrpcResponseStream<TResponse>(GrpcCall call)
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>Sends one; waits while the client takes no more.</summary>
    /// <exception cref="OperationCanceledException">The deadline has passed, or the client has gone.</exception>
    public ValueTask WriteAsync(TResponse message)
    {
        call.Write(message);
        return call.FlushAsync();
    }
}
