namespace OrleansInference.FrontDoors.Http;

internal enum ContentCoding
{
    Identity,
    Gzip,

    /// <summary>The zlib format of RFC 1950, as RFC 9110 says and Triton's clients send.</summary>
    Deflate,
}
