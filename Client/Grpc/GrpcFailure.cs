using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using OrleansInference.Inference;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Client.Grpc;

/// <summary>Turns a call's status into an exception.</summary>
internal static class GrpcFailure
{
    /// <summary>The status stands in the trailers, or in the headers where the answer is nothing else.</summary>
    public static void ThrowUnlessOk(HttpResponseMessage response)
    {
        var headers = response.Headers.Contains(GrpcHeaders.Status) ? response.Headers : response.TrailingHeaders;
        if (!int.TryParse(Value(headers, GrpcHeaders.Status), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new InferenceException(FaultKind.Unavailable, "The answer ended without a status; the connection was lost on the way.");
        var status = new GrpcStatus((GrpcStatusCode)number, GrpcMessageText.Decode(Value(headers, GrpcHeaders.Message)));
        if (status.Code != GrpcStatusCode.Ok)
            throw new InferenceException(KindOf(status.Code, headers), status.Message.Length > 0 ? status.Message : $"The call ended with {status.Code}.")
            {
                RetryAfter = RetryAfter(headers),
            };
    }

    /// <summary>An answer that is no gRPC: a proxy's, perhaps, or another server's (grpc/grpc <c>doc/http-grpc-status-mapping.md</c>).</summary>
    public static InferenceException OfHttp(HttpResponseMessage response) => new(
        response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => FaultKind.Unauthenticated,
            HttpStatusCode.Forbidden => FaultKind.PermissionDenied,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => FaultKind.Unavailable,
            _ => null,
        },
        $"The server answered HTTP {(int)response.StatusCode} with {response.Content.Headers.ContentType?.ToString() ?? "no content type"}, " +
        $"expected {GrpcContentType.Grpc}.");

    /// <summary>A status tells less than a fault: INVALID_ARGUMENT also stands for ModelError, UNAVAILABLE for ModelNotReady.</summary>
    private static FaultKind? KindOf(GrpcStatusCode code, HttpResponseHeaders headers) => code switch
    {
        GrpcStatusCode.InvalidArgument or GrpcStatusCode.OutOfRange => FaultKind.InvalidInput,
        GrpcStatusCode.NotFound => FaultKind.UnknownModel,
        GrpcStatusCode.DeadlineExceeded => FaultKind.DeadlineExceeded,
        // "Do not retry": no load that was shed, but a message that nothing will make shorter.
        GrpcStatusCode.ResourceExhausted when Value(headers, GrpcHeaders.RetryPushback).StartsWith('-') => FaultKind.TooLarge,
        GrpcStatusCode.ResourceExhausted => FaultKind.QueueFull,
        GrpcStatusCode.Cancelled => FaultKind.Cancelled,
        GrpcStatusCode.Unavailable => FaultKind.Unavailable,
        GrpcStatusCode.Unauthenticated => FaultKind.Unauthenticated,
        GrpcStatusCode.PermissionDenied => FaultKind.PermissionDenied,
        _ => null,
    };

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers) =>
        int.TryParse(Value(headers, GrpcHeaders.RetryPushback), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private static string Value(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
}
