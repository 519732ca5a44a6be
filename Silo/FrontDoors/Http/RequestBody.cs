using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using OrleansInference.FrontDoors.Memory;

namespace OrleansInference.FrontDoors.Http;

/// <summary>A request's body, read once: the JSON, and the bytes after it, which begin on an aligned boundary of their own.</summary>
internal readonly record struct RequestBody(ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Binary, HttpFault? Fault)
{
    private const int FirstBytes = 16 * 1024;

    public static async ValueTask<RequestBody> ReadAsync(
        HttpContext context, InferHeaders headers, HttpDoorOptions options, RequestMemory memory)
    {
        var wireLimit = options.MaxRequestBodyBytes;
        if (context.Request.ContentLength > wireLimit)
        {
            context.Response.Headers.Connection = "close"; // rather than read what nobody wants
            return Failed(TooLarge(wireLimit, $"{context.Request.ContentLength} bytes"));
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = wireLimit;
        try
        {
            return headers.RequestCoding == ContentCoding.Identity
                ? await ReadAsync(
                    context.Request.Body, (int?)context.Request.ContentLength, headers.JsonBytes, wireLimit, memory, context.RequestAborted)
                    ?? Failed(TooLarge(wireLimit, "more"))
                : await InflateAsync(context, headers, options.MaxInflatedBytes, memory);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Failed(TooLarge(wireLimit, "more"));
        }
        catch (InvalidOperationException)
        {
            // Kestrel's answer to a NUL in a trailer; other broken trailers are BadHttpRequestExceptions.
            context.Response.Headers.Connection = "close";
            return Failed(HttpFault.BadRequest("the fields after the last chunk are malformed"));
        }
    }

    private static async ValueTask<RequestBody> InflateAsync(HttpContext context, InferHeaders headers, int limit, RequestMemory memory)
    {
        await using Stream inflated = headers.RequestCoding == ContentCoding.Gzip
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress, leaveOpen: true)
            : new ZLibStream(context.Request.Body, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            return await ReadAsync(inflated, null, headers.JsonBytes, limit, memory, context.RequestAborted)
                ?? Failed(HttpFault.TooLarge($"the body may inflate to at most {limit} bytes (Http:MaxInflatedBytes), got more"));
        }
        catch (Exception e) when (e is InvalidDataException || e.GetType().Namespace == typeof(ZLibStream).Namespace)
        {
            // The other is an internal class of .NET's, for a preset dictionary.
            return Failed(HttpFault.BadRequest($"the body is not {headers.RequestCoding.ToString().ToLowerInvariant()} data: {e.Message}"));
        }
    }

    /// <summary>Null where there are more than <paramref name="limit"/> bytes.</summary>
    private static async ValueTask<RequestBody?> ReadAsync(
        Stream stream, int? length, int? jsonBytes, int limit, RequestMemory memory, CancellationToken cancellationToken)
    {
        if (jsonBytes is not { } split)
            return await ReadToEndAsync(stream, length, limit, memory, cancellationToken) is { } all ? new(all, default, null) : null;
        if (split > (length ?? limit))
            return length is null ? null : Failed(BadSplit(split, length.Value));

        var json = memory.Allocate(split);
        var read = await stream.ReadAtLeastAsync(json, split, throwOnEndOfStream: false, cancellationToken);
        if (read < split)
            return Failed(BadSplit(split, read));
        return await ReadToEndAsync(stream, length - split, limit - split, memory, cancellationToken) is { } rest
            ? new(json, rest, null)
            : null;
    }

    /// <summary>Null where there are more than <paramref name="limit"/> bytes.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadToEndAsync(
        Stream stream, int? length, int limit, RequestMemory memory, CancellationToken cancellationToken)
    {
        var buffer = memory.Allocate(length ?? Math.Min(FirstBytes, limit));
        for (var used = 0; ; )
        {
            used += await stream.ReadAtLeastAsync(buffer[used..], buffer.Length - used, throwOnEndOfStream: false, cancellationToken);
            if (used < buffer.Length || used == length)
                return buffer[..used];
            if (used == limit)
                return await stream.ReadAsync(new byte[1], cancellationToken) == 0 ? buffer : default(ReadOnlyMemory<byte>?);
            buffer = memory.Grow(buffer, used, limit);
        }
    }

    private static HttpFault TooLarge(int limit, string actual) =>
        HttpFault.TooLarge($"the request body may have at most {limit} bytes (Http:MaxRequestBodyBytes), got {actual}");

    private static HttpFault BadSplit(int split, int actual) =>
        HttpFault.BadRequest(
            $"header {InferHeaders.JsonLengthName}: expected the JSON's length, at most the body's {actual} bytes, got {split}");

    private static RequestBody Failed(HttpFault fault) => new(default, default, fault);
}
