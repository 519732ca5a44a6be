using System.Collections.Immutable;
using System.Text.Json;
using OrleansInference.Inference;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Http;

/// <summary>The model repository extension: what there is, and loading and unloading it.</summary>
internal sealed class RepositoryEndpoints(ModelAdministration administration)
{
    private static readonly HttpFault NoFilter = HttpFault.BadRequest("expected no body, or a JSON object like {\"ready\": true}");

    private static readonly HttpFault NoParameters =
        HttpFault.BadRequest("expected no body, or a JSON object like {\"parameters\": {\"name\": \"value\"}}");

    public async Task IndexAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body is null || Filter(body.RootElement) is not { } readyOnly)
        {
            await HttpReply.FaultAsync(context, NoFilter);
            return;
        }
        await HttpReply.JsonAsync(
            context, StatusCodes.Status200OK, await administration.IndexAsync(context, readyOnly, context.RequestAborted), static (json, index) => Write(json, index));
    }

    public Task LoadAsync(HttpContext context) => ControlAsync(context, administration.LoadAsync);

    public Task UnloadAsync(HttpContext context) => ControlAsync(context, administration.UnloadAsync);

    private static async Task ControlAsync(
        HttpContext context, Func<HttpContext, string, IReadOnlyDictionary<string, ParameterValue?>, CancellationToken, Task<InferenceFault?>> act)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body is null || Parameters(body.RootElement) is not { } parameters)
            await HttpReply.FaultAsync(context, NoParameters);
        else if (await act(context, (string)context.Request.RouteValues["model"]!, parameters, context.RequestAborted) is { } fault)
            await HttpReply.FaultAsync(context, fault);
    }

    private static bool? Filter(JsonElement body) => !body.TryGetProperty("ready", out var ready) ? false
        : ready.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private static Dictionary<string, ParameterValue?>? Parameters(JsonElement body)
    {
        if (!body.TryGetProperty("parameters", out var parameters))
            return [];
        if (parameters.ValueKind != JsonValueKind.Object)
            return null;
        var read = new Dictionary<string, ParameterValue?>();
        foreach (var parameter in parameters.EnumerateObject())
            read[parameter.Name] = parameter.Value.ValueKind switch
            {
                JsonValueKind.True => ParameterValue.Of(true),
                JsonValueKind.False => ParameterValue.Of(false),
                JsonValueKind.String => ParameterValue.Of(parameter.Value.GetString()!),
                JsonValueKind.Number => ParameterValue.Of(parameter.Value.GetDouble()),
                _ => null,
            };
        return read;
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<ModelStatus> models)
    {
        json.WriteStartArray();
        foreach (var model in models)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, model.Id.Model);
            json.WriteString("version"u8, model.Id.Version.ToString());
            json.WriteString("state"u8, RepositoryState.NameOf(model.State));
            json.WriteString("reason"u8, model.Reason ?? "");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
