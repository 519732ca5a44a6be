using System.ComponentModel.DataAnnotations;

namespace OrleansInference.FrontDoors.Http;

/// <summary>The HTTP door, from the configuration section <c>Http</c>.</summary>
internal sealed class HttpDoorOptions
{
    public const string Section = "Http";

    /// <summary>Where to listen: an IP address, <c>localhost</c>, or <c>*</c> for every address. Default: this machine only.</summary>
    [Required, ListenAddress]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP port; 0 for one that the system picks. Default 8000.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8000;

    /// <summary>Longest request body as it comes over the wire, in bytes; longer is 413. Default 64 MB.</summary>
    [Range(1024, 1 << 29)]
    public int MaxRequestBodyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Longest request body once gzip or deflate is undone, in bytes; longer is 413. Default 64 MB.</summary>
    [Range(1024, 1 << 29)]
    public int MaxInflatedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Deepest nesting of a request's JSON. Default 64: a tensor of 60 dimensions.</summary>
    [Range(8, 1024)]
    public int MaxJsonDepth { get; set; } = 64;

    /// <summary>
    /// Most values, names and brackets in a request's JSON. Default 16 million: numbers in JSON grow up to fourfold in memory
    /// (<c>1,</c> to eight bytes), so this, not the body's length, bounds what a request takes.
    /// </summary>
    [Range(64, 1 << 27)]
    public int MaxJsonTokens { get; set; } = 16 * 1024 * 1024;

    /// <summary>Most inputs, and most requested outputs, of a request. Default 256.</summary>
    [Range(1, 65536)]
    public int MaxTensors { get; set; } = 256;

    /// <summary>Most custom parameters of a request. Default 256.</summary>
    [Range(0, 65536)]
    public int MaxParameters { get; set; } = 256;

    /// <summary>Answers shorter than this are not compressed even where the client accepts it, in bytes. Default 1024.</summary>
    [Range(0, int.MaxValue)]
    public int MinCompressedBytes { get; set; } = 1024;
}
