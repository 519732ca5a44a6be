namespace OrleansInference.FrontDoors.Http.OpenApi;

/// <summary>
/// <c>GET /openapi.json</c>: what this door takes and answers, for generators of clients and for people. Written by hand, since handlers
/// here read and write the wire themselves and have no types to derive it from; tests hold it to the routes and to real answers.
/// </summary>
internal static class OpenApiDocument
{
    private static readonly byte[] Text = Read();

    public static Task GetAsync(HttpContext context)
    {
        context.Response.ContentType = HttpReply.Json;
        context.Response.ContentLength = Text.Length;
        return context.Response.BodyWriter.WriteAsync(Text, context.RequestAborted).AsTask();
    }

    private static byte[] Read()
    {
        using var resource = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        var text = new byte[resource.Length];
        resource.ReadExactly(text);
        return text;
    }
}
