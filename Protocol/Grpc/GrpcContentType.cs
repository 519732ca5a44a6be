namespace OrleansInference.Protocol.Grpc;

/// <summary>The content type of gRPC, <c>application/grpc</c> with an optional <c>+format</c>.</summary>
public static class GrpcContentType
{
    /// <summary>What requests and answers say; protobuf is the default format.</summary>
    public const string Grpc = "application/grpc";

    /// <summary>The same, naming protobuf.</summary>
    public const string GrpcProto = "application/grpc+proto";

    /// <summary>Whether a content type is gRPC with protobuf messages; parameters don't count.</summary>
    public static bool IsGrpcProto(ReadOnlySpan<char> contentType)
    {
        var end = contentType.IndexOf(';');
        var type = (end < 0 ? contentType : contentType[..end]).Trim();
        return type.Equals(Grpc, StringComparison.OrdinalIgnoreCase) || type.Equals(GrpcProto, StringComparison.OrdinalIgnoreCase);
    }
}
