using OrleansInference.FrontDoors.Access;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Http;

/// <summary>Probes: the status counts, the body is empty, and 'not ready' is 400, as in Triton.</summary>
internal sealed class HealthEndpoints(ServerReadiness readiness, ModelResolver resolver)
{
    public static Task LiveAsync(HttpContext context) => Task.CompletedTask;

    public async Task ReadyAsync(HttpContext context) => Answer(context, await readiness.IsReadyAsync(context.RequestAborted));

    public async Task ModelReadyAsync(HttpContext context)
    {
        var model = await resolver.ResolveAsync(context, AccessScopes.None);
        if (model.Fault is { Kind: not FaultKind.UnknownModel } fault)
            await HttpReply.FaultAsync(context, fault);
        else
            Answer(context, model.Status is { IsReady: true });
    }

    private static void Answer(HttpContext context, bool ready) =>
        context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
}
