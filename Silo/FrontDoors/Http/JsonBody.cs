using System.Text.Json;

namespace OrleansInference.FrontDoors.Http;

/// <summary>The small JSON objects that administration takes.</summary>
internal static class JsonBody
{
    /// <summary>A configuration with every field has a few KB.</summary>
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The body's object, an empty one where there is no body; null where it is something else.</summary>
    public static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBytes)
                return null;
        }
        try
        {
            var document = body.Length == 0 ? JsonDocument.Parse("{}") : JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length).ToArray());
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Answered as everything else that is no object.
        }
        return null;
    }

    /// <summary>For operations that take no values: each one that came is a mistake.</summary>
    public static void ExpectNothing(JsonElement body, List<string> errors)
    {
        foreach (var member in body.EnumerateObject())
            errors.Add($"'{member.Name}' is not known; expected nothing");
    }
}
