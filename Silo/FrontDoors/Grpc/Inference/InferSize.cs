using OrleansInference.Grpc;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.FrontDoors.Grpc.Inference;

internal static class InferSize
{
    /// <summary>An answer's length, which protobuf bounds to 2 GB.</summary>
    /// <exception cref="GrpcException">It is longer.</exception>
    public static int Of(long bytes) => bytes <= int.MaxValue
        ? (int)bytes
        : throw new GrpcException(GrpcStatusCode.ResourceExhausted, $"the answer has {bytes} bytes, a message at most {int.MaxValue}; ask for fewer outputs or items");
}
