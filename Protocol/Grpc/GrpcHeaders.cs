namespace OrleansInference.Protocol.Grpc;

/// <summary>Names of headers and trailers, lower case as HTTP/2 has them.</summary>
public static class GrpcHeaders
{
    /// <summary>Trailer: the number of a <see cref="GrpcStatusCode"/>.</summary>
    public const string Status = "grpc-status";

    /// <summary>Trailer: what went wrong, as <see cref="GrpcMessageText"/> spells it.</summary>
    public const string Message = "grpc-message";

    /// <summary>Header of a request: see <see cref="GrpcTimeout"/>.</summary>
    public const string Timeout = "grpc-timeout";

    /// <summary>Header: how messages with the compressed flag are compressed.</summary>
    public const string Encoding = "grpc-encoding";

    /// <summary>Header: the encodings that may come back, separated by commas.</summary>
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>Trailer: milliseconds to wait before another attempt; negative: no other attempt (gRFC A6).</summary>
    public const string RetryPushback = "grpc-retry-pushback-ms";

    /// <summary>The <c>grpc-encoding</c> of messages that are not compressed.</summary>
    public const string Identity = "identity";

    /// <summary>The <c>grpc-encoding</c> gzip.</summary>
    public const string Gzip = "gzip";

    /// <summary>Names that end so hold bytes, in base64.</summary>
    public const string BinarySuffix = "-bin";
}
