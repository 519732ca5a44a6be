using System.ComponentModel.DataAnnotations;

namespace OrleansInference.FrontDoors.Grpc;

/// <summary>The gRPC door, from the configuration section <c>Grpc</c>.</summary>
internal sealed class GrpcDoorOptions
{
    public const string Section = "Grpc";

    /// <summary>Where to listen: an IP address, <c>localhost</c>, or <c>*</c> for every address. Default: this machine only.</summary>
    [Required, ListenAddress]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP port; 0 for one that the system picks. Default 8001.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8001;

    /// <summary>Longest message as it comes over the wire, in bytes; a longer one is RESOURCE_EXHAUSTED. Default 64 MB.</summary>
    [Range(1024, 1 << 29)]
    public int MaxReceiveMessageBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Longest message once gzip is undone, and most bytes that a message's tensors take; more is RESOURCE_EXHAUSTED. Default 64 MB.
    /// Typed contents of small numbers grow up to eightfold in memory.
    /// </summary>
    [Range(1024, 1 << 29)]
    public int MaxInflatedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Answers shorter than this are not compressed, even to a client whose requests are, in bytes. Default 1024.</summary>
    [Range(0, int.MaxValue)]
    public int MinCompressedBytes { get; set; } = 1024;

    /// <summary>Most inputs, and most requested outputs, of a request. Default 256.</summary>
    [Range(1, 16384)]
    public int MaxTensors { get; set; } = 256;

    /// <summary>Most calls at once on one connection; a client keeps further ones back. Default 4096.</summary>
    [Range(1, 1 << 20)]
    public int MaxStreamsPerConnection { get; set; } = 4096;

    /// <summary>Most requests in work at once of one ModelStreamInfer; further ones are not read. Default 64.</summary>
    [Range(1, 65536)]
    public int MaxStreamRequests { get; set; } = 64;

    /// <summary>How much of a call's request a client may send before it is read, in bytes. Default 4 MB: most messages come without a pause.</summary>
    [Range(65535, int.MaxValue)]
    public int StreamWindowBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The same for all calls of a connection together, so the most that unread requests of a connection take, in bytes. Default 16 MB.</summary>
    [Range(65535, int.MaxValue)]
    public int ConnectionWindowBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a connection is silent before the server asks whether the client is still there. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the client has to answer that before its connection is closed. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
