namespace OrleansInference.Grpc;

/// <summary>The base64 of metadata whose names end in <c>-bin</c>: written without padding, read with or without.</summary>
internal static class GrpcMetadata
{
    public static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    /// <summary>Null where the text is no base64.</summary>
    public static byte[]? Decode(string text)
    {
        text = text.TrimEnd('=');
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }
}
