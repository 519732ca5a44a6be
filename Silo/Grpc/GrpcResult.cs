using Google.Protobuf;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>What a unary handler answers: a message, or the status of a call that fails. Both convert to it.</summary>
internal readonly record struct GrpcResult<TResponse>(TResponse? Message, GrpcStatus Status)
    where TResponse : class, IMessage<TResponse>
{
    public static implicit operator GrpcResult<TResponse>(TResponse message) => new(message, GrpcStatus.Ok);

    public static implicit operator GrpcResult<TResponse>(GrpcStatus status) => status.Code == GrpcStatusCode.Ok
        ? throw new ArgumentException("A unary call that succeeds has a message.", nameof(status))
        : new(null, status);
}
