using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>Answers calls that no method takes.</summary>
internal static class GrpcUnknownMethod
{
    public static Task InvokeAsync(HttpContext context)
    {
        if (!GrpcReply.RefuseForeign(context))
            Refuse(context);
        return Task.CompletedTask;
    }

    public static void Refuse(HttpContext context) => GrpcReply.Refuse(
        context, new GrpcStatus(GrpcStatusCode.Unimplemented, $"no such method: {context.Request.Path}"));
}
