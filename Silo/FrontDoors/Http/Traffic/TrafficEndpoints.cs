using System.Text.Json;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Inference;
using OrleansInference.Routing.Traffic;

namespace OrleansInference.FrontDoors.Http.Traffic;

/// <summary><c>/v2/models/{model}/traffic</c>: how a model's requests are spread over its versions, and changes of that.</summary>
internal sealed class TrafficEndpoints(ITrafficControl traffic, AccessControl access)
{
    /// <summary>For who may see the model.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var model = ModelOf(context);
        if (access.Authorize(context, model, AccessScopes.None) is { } refused)
            await HttpReply.FaultAsync(context, refused);
        else
            await AnswerAsync(context, model);
    }

    /// <summary>For who may load the model, as the other two.</summary>
    public Task SetAsync(HttpContext context) =>
        ChangeAsync(context, static (body, errors) => TrafficReader.ReadChange(body, errors), traffic.ChangeAsync);

    public Task PromoteAsync(HttpContext context) =>
        ChangeAsync(context, static (body, errors) => TrafficReader.ReadVersion(body, errors), traffic.PromoteAsync);

    public Task RollBackAsync(HttpContext context) => ChangeAsync<object?>(
        context,
        static (body, errors) =>
        {
            JsonBody.ExpectNothing(body, errors);
            return null;
        },
        (model, _, cancellationToken) => traffic.RollBackAsync(model, cancellationToken));

    private async Task ChangeAsync<T>(
        HttpContext context, Func<JsonElement, List<string>, T> read, Func<string, T, CancellationToken, Task<InferenceFault?>> change)
    {
        var model = ModelOf(context);
        if (access.Authorize(context, model, AccessScopes.Admin) is { } refused)
        {
            await HttpReply.FaultAsync(context, refused);
            return;
        }
        using var body = await JsonBody.ReadAsync(context);
        List<string> errors = body is null ? ["expected a JSON object"] : [];
        var wanted = body is null ? default : read(body.RootElement, errors);
        if (errors.Count > 0)
            await HttpReply.FaultAsync(context, Faults.Invalid(string.Join("; ", errors)));
        else if (await change(model, wanted!, context.RequestAborted) is { } fault)
            await HttpReply.FaultAsync(context, fault);
        else
            await AnswerAsync(context, model);
    }

    private async Task AnswerAsync(HttpContext context, string model)
    {
        if (await traffic.GetAsync(model, context.RequestAborted) is { } status)
            await HttpReply.JsonAsync(context, StatusCodes.Status200OK, status, TrafficWriter.Write);
        else
            await HttpReply.FaultAsync(context, Faults.UnknownModel(model, null));
    }

    private static string ModelOf(HttpContext context) => (string)context.Request.RouteValues["model"]!;
}
