using Microsoft.AspNetCore.Connections;
using OrleansInference.Protocol.Grpc;

namespace OrleansInference.Grpc;

/// <summary>
/// One method as an endpoint: checks the request, runs the handler, and turns whatever happened into one status. Marks its endpoint
/// as gRPC's by being part of its metadata.
/// </summary>
/// <param name="path"><c>/package.Service/Method</c>; case matters, though not to the router.</param>
/// <param name="readsStream">Whether the client may send any number of messages.</param>
internal sealed class GrpcMethod(GrpcServer server, string path, bool readsStream, GrpcHandler handler, object[] metadata)
{
    public string Path => path;

    /// <summary>For the endpoint.</summary>
    public object[] Metadata => [this, .. metadata];

    public Task InvokeAsync(HttpContext context)
    {
        if (GrpcReply.RefuseForeign(context))
            return Task.CompletedTask;
        if (context.Request.Path.Value == path)
            return RunAsync(context);
        GrpcUnknownMethod.Refuse(context);
        return Task.CompletedTask;
    }

    private async Task RunAsync(HttpContext context)
    {
        using var call = new GrpcCall(context, server);
        GrpcStatus status;
        try
        {
            status = call.Begin(readsStream) ?? await handler(call);
        }
        catch (GrpcException e)
        {
            status = e.Status;
        }
        catch (Exception e) when (call.CancellationToken.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            status = new GrpcStatus(GrpcStatusCode.Cancelled, "the call was cancelled");
        }
        catch (Exception e) when (SaysGone(e) || (e is IOException and not BadHttpRequestException && SaysGone(e.InnerException)))
        {
            return; // the client has gone; its token may only be about to fire
        }
        catch (BadHttpRequestException e)
        {
            status = new GrpcStatus(GrpcStatusCode.Internal, e.Message); // Kestrel's own finding: a body that comes too slowly
        }
        catch (Exception e)
        {
            server.Logger.UnexpectedFailure(e, context.TraceIdentifier, path);
            status = new GrpcStatus(GrpcStatusCode.Unknown, $"internal error, id {context.TraceIdentifier}");
        }
        call.End(status);
    }

    private static bool SaysGone(Exception? e) => e is ConnectionAbortedException or ConnectionResetException;
}
