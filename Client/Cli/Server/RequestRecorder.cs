namespace OrleansInference.Cli.Server;

/// <summary>Keeps the last request that went through it, to be sent again as the same bytes.</summary>
internal sealed class RequestRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public RecordedRequest? Last { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated.AsEnumerable() ?? [])
            .Where(header => header.Key is not ("Host" or "Content-Length"));
        Last = new RecordedRequest(request.RequestUri!, body, [.. headers.Select(header => $"{header.Key}: {header.Value}")]);
        return await base.SendAsync(request, cancellationToken);
    }
}
