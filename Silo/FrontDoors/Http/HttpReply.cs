using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansInference.Inference;

namespace OrleansInference.FrontDoors.Http;

/// <summary>Small JSON answers and errors.</summary>
internal static class HttpReply
{
    public const string Json = "application/json";
    public const string Binary = "application/octet-stream";

    /// <summary>Not for embedding in HTML, so quotes and letters stay as they are; validation would only repeat what tests show.</summary>
    public static JsonWriterOptions WriterOptions { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Task FaultAsync(HttpContext context, InferenceFault fault) => FaultAsync(context, HttpFault.Of(fault));

    public static Task FaultAsync(HttpContext context, HttpFault fault)
    {
        if (fault.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (fault.RetryAfter is { } delay)
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString();
        return JsonAsync(context, fault.Status, fault.Message, static (json, message) =>
        {
            json.WriteStartObject();
            json.WriteString("error"u8, message);
            json.WriteEndObject();
        });
    }

    public static async Task JsonAsync<T>(HttpContext context, int status, T state, Action<Utf8JsonWriter, T> write)
    {
        var body = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(body, WriterOptions))
            write(json, state);
        context.Response.StatusCode = status;
        context.Response.ContentType = Json;
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
