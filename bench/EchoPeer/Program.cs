// The least that a Kestrel server can do: reads a request's body and answers it with fixed bytes and header lines. No routing, no
// logging, no JSON. What a server takes more than this is the server's own cost.
//
//   EchoPeer PORT BODY-FILE ['Name: value' …] [--grpc]
//
// With --grpc it speaks HTTP/2 without TLS and ends its answers as gRPC does, with a trailer.
using Microsoft.AspNetCore.Server.Kestrel.Core;

var isGrpc = args.Contains("--grpc");
if (args.Where(arg => arg != "--grpc").ToArray() is not [var port, var bodyFile, .. var headerLines])
{
    Console.Error.WriteLine("Usage: EchoPeer PORT BODY-FILE ['Name: value' ...] [--grpc]");
    return 2;
}

var answer = File.ReadAllBytes(bodyFile);
var headers = headerLines.Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).ToArray();
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
    listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
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
    if (isGrpc)
        context.Response.AppendTrailer("grpc-status", "0");
    else
        context.Response.ContentLength = answer.Length;
    await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
});
await app.RunAsync();
return 0;
