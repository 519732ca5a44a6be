using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>Handles a call of any kind: reads its messages, writes its answers, and returns how it ended.</summary>
internal delegate ValueTask<GrpcStatus> GrpcHandler(GrpcCall call);
