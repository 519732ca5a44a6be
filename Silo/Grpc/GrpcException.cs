using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>
/// Ends a call with a status, from anywhere below its handler. For what breaks off the work, such as a malformed message; a handler
/// that merely refuses returns its status, which costs less.
/// </summary>
internal sealed class GrpcException(GrpcStatusCode code, string message) : Exception(message)
{
    public GrpcStatus Status => new(code, Message);
}
