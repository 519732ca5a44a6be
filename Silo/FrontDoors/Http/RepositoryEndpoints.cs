using System.Collections.Immutable;
using System.Text.Json;
using OrleansInference.FrontDoors.Access;
using OrleansInference.Routing;

namespace OrleansInference.FrontDoors.Http;

/// <summary>
/// <c>POST /v2/repository/index</c>: every model version that the caller may see, with its state; of the model repository extension, the part that reads.
/// </summary>
internal sealed class RepositoryEndpoints(IDispatcher dispatcher, AccessControl access)
{
    private const int MaxBodyBytes = 4096;

    public async Task IndexAsync(HttpContext context)
    {
        if (await ReadFilterAsync(context) is not { } readyOnly)
        {
            await HttpReply.FaultAsync(context, HttpFault.BadRequest("expected no body, or a JSON object like {\"ready\": true}"));
            return;
        }
        var models = await dispatcher.ListAsync(context.RequestAborted);
        if (!access.IsOpen)
            models = models.RemoveAll(model => !access.CanSee(context, model.Id.Model));
        await HttpReply.JsonAsync(
            context, StatusCodes.Status200OK, (models, readyOnly),
            static (json, index) => Write(json, index.Item1, index.readyOnly));
    }

    private static async Task<bool?> ReadFilterAsync(HttpContext context)
    {
        var body = new byte[MaxBodyBytes];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length == 0)
            return false;
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory(0, length));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            if (!document.RootElement.TryGetProperty("ready", out var ready))
                return false;
            return ready.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<ModelStatus> models, bool readyOnly)
    {
        json.WriteStartArray();
        foreach (var model in models)
        {
            if (readyOnly && !model.IsReady)
                continue;
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
