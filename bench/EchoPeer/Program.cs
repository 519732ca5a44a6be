// The least that a Kestrel server can do: reads a request's body and answers it with fixed bytes and header lines. No routing, no
// logging, no JSON. What a server takes more than this is the server's own cost.
//
//   EchoPeer PORT BODY-FILE ['Name: value' …]
if (args is not [var port, var bodyFile, .. var headerLines])
{
    Console.Error.WriteLine("Usage: EchoPeer PORT BODY-FILE ['Name: value' ...]");
    return 2;
}

var answer = File.ReadAllBytes(bodyFile);
var headers = headerLines.Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).ToArray();
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
var app = builder.Build();
app.Run(async context =>
{
    var reader = context.Request.BodyReader;
    while (await reader.ReadAsync(context.RequestAborted) is var read)
    {
        reader.AdvanceTo(read.Buffer.End);
        if (read.IsCompleted)
            break;
    }

    foreach (var header in headers)
        context.Response.Headers[header[0]] = header[1];
    context.Response.ContentLength = answer.Length;
    await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
});
await app.RunAsync();
return 0;
