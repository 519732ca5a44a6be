namespace OrleansInference.Grpc;

/// <summary>Bounds of messages, for every service of the process.</summary>
internal sealed class GrpcServerOptions
{
    /// <summary>Longest message as it comes over the wire, in bytes; a longer one is refused before it is buffered. Default 4 MB, gRPC's own.</summary>
    public int MaxReceiveMessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Longest message once it is inflated, in bytes. Default 4 MB.</summary>
    public int MaxInflatedBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Answers shorter than this are not compressed, in bytes. Default 1024.</summary>
    public int MinCompressedBytes { get; set; } = 1024;
}
