namespace OrleansInference.Bench;

/// <summary>One request at a time; those that wait are served in the order they came. One whose caller has gone is not served.</summary>
internal sealed class BareServer(double slowness, PreciseDelay delay) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task ServeAsync(HttpContext context)
    {
        var body = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        await _turn.WaitAsync(context.RequestAborted);
        try
        {
            await delay.WaitAsync(TimeSpan.FromSeconds(body.Length / sizeof(float) * RequestMix.SecondsPerElement * slowness));
        }
        finally
        {
            _turn.Release();
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    public void Dispose()
    {
        _turn.Dispose();
        delay.Dispose();
    }
}
