using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>What goes out besides messages. Nothing here is flushed: the server sends it with the end of the response, in one write.</summary>
internal static class GrpcReply
{
    public const string AcceptEncoding = "identity,gzip";

    private static readonly string[] StatusTexts =
        [.. Enumerable.Range(0, (int)GrpcStatusCode.Unauthenticated + 1).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    /// <summary>
    /// Refuses what is no gRPC request, in HTTP's own words: a gRPC error comes with status 200, which another client would take for
    /// success. (<c>te: trailers</c> is the client's to send, and no server insists on it; at any other <c>te</c> Kestrel closes the connection.)
    /// </summary>
    public static bool RefuseForeign(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            return true;
        }
        if (!GrpcContentType.IsGrpcProto(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return true;
        }
        if (HttpProtocol.IsHttp2(context.Request.Protocol) || HttpProtocol.IsHttp3(context.Request.Protocol))
            return false;
        context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        context.Response.Headers.Upgrade = "HTTP/2";
        return true;
    }

    public static void Begin(HttpContext context)
    {
        context.Response.ContentType = GrpcContentType.Grpc;
        context.Response.Headers.GrpcAcceptEncoding = AcceptEncoding;
    }

    /// <summary>Fails a call before anything was written: the status goes out in the headers ("trailers-only").</summary>
    public static void Refuse(HttpContext context, GrpcStatus status)
    {
        Begin(context);
        Write(context.Response.Headers, status);
    }

    /// <summary>Where trailers go: at the end of what was written, or into the headers of a call that fails with nothing written.</summary>
    public static IHeaderDictionary TrailersOf(HttpContext context, bool trailersOnly) => trailersOnly
        ? context.Response.Headers
        : context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers ?? throw new InvalidOperationException("gRPC needs trailers, which this server has not.");

    public static void Write(IHeaderDictionary trailers, GrpcStatus status)
    {
        trailers.GrpcStatus = StatusTexts[(int)status.Code];
        if (!string.IsNullOrEmpty(status.Message))
            trailers.GrpcMessage = GrpcMessageText.Encode(status.Message);
    }
}
