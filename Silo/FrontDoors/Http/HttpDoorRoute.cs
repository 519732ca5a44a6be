using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace OrleansInference.FrontDoors.Http;

/// <summary>
/// What surrounds every handler: the method, and whatever it did not expect. A failure of ours is logged once and answered with an id to
/// find it by; a client that has gone away is nobody's failure.
/// </summary>
internal sealed class HttpDoorRoute(ILogger<HttpDoorRoute> logger)
{
    public RequestDelegate For(string method, RequestDelegate handler) => For((method, handler));

    /// <summary>Any other method gets 405 in JSON; the router's own would be empty.</summary>
    public RequestDelegate For(params (string Method, RequestDelegate Handler)[] methods) => context =>
    {
        var actual = context.Request.Method;
        foreach (var (method, handler) in methods)
            if (HttpMethods.Equals(actual, method) || (HttpMethods.IsGet(method) && HttpMethods.IsHead(actual)))
                return GuardAsync(context, handler);
        var allowed = string.Join(", ", methods.Select(each => each.Method));
        context.Response.Headers.Allow = allowed;
        return HttpReply.FaultAsync(context, new HttpFault(
            StatusCodes.Status405MethodNotAllowed, $"{context.Request.Path} takes {allowed}, got {actual}"));
    };

    private async Task GuardAsync(HttpContext context, RequestDelegate handler)
    {
        try
        {
            await handler(context);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            // Kestrel's own findings: a broken chunk, a body that ends early or comes too slowly.
            await HttpReply.FaultAsync(context, new HttpFault(e.StatusCode, e.Message));
        }
        catch (Exception e) when (e is not ConnectionAbortedException)
        {
            logger.UnexpectedFailure(e, context.TraceIdentifier, context.Request.Method, context.Request.Path);
            if (context.Response.HasStarted)
                context.Abort(); // a cut connection says "broken"; a complete-looking half would lie
            else
                await ReplyInternalErrorAsync(context);
        }
    }

    private static Task ReplyInternalErrorAsync(HttpContext context)
    {
        context.Response.Clear();
        return HttpReply.JsonAsync(context, StatusCodes.Status500InternalServerError, context.TraceIdentifier, static (json, id) =>
        {
            json.WriteStartObject();
            json.WriteString("error"u8, "internal error");
            json.WriteString("id"u8, id);
            json.WriteEndObject();
        });
    }
}
