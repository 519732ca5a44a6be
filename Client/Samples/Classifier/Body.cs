namespace OrleansInference.Samples.Classifier;

/// <summary>A request's body as bytes.</summary>
internal static class Body
{
    private const int MostBytes = 1024 * 1024;

    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is not { } length)
            throw new BadHttpRequestException("There is no Content-Length.", StatusCodes.Status411LengthRequired);
        if (length > MostBytes)
            throw new BadHttpRequestException($"The body has {length} bytes, expected at most {MostBytes}.", StatusCodes.Status413PayloadTooLarge);
        var bytes = new byte[length];
        await request.Body.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
