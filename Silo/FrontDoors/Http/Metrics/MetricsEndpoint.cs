using System.Text;

namespace OrleansInference.FrontDoors.Http.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus.</summary>
internal sealed class MetricsEndpoint(ModelAdministration administration)
{
    public async Task GetAsync(HttpContext context)
    {
        var pools = PoolMetrics.Of(await administration.OwnSiloAsync(context, context.RequestAborted));
        var body = Encoding.UTF8.GetBytes(pools + ShadowMetrics.Of(administration.OwnShadows(context)));
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
