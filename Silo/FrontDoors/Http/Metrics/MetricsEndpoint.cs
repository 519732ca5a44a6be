using System.Text;
using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors.Access;

namespace OrleansInference.FrontDoors.Http.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus.</summary>
internal sealed class MetricsEndpoint(ModelAdministration administration, IAutoscaler autoscaler, AccessControl access)
{
    public async Task GetAsync(HttpContext context)
    {
        var pools = PoolMetrics.Of(await administration.OwnSiloAsync(context, context.RequestAborted));
        var body = Encoding.UTF8.GetBytes(pools + ShadowMetrics.Of(administration.OwnShadows(context)) + await AutoscalerAsync(context));
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Nothing where there is none. One that does not answer must not take the rest along.</summary>
    private async Task<string> AutoscalerAsync(HttpContext context)
    {
        if (!autoscaler.IsEnabled)
            return "";
        var (status, _) = await autoscaler.StatusAsync(context.RequestAborted);
        return status is null
            ? ""
            : AutoscalerMetrics.Of(status with { Versions = status.Versions.RemoveAll(version => !access.CanSee(context, version.Model.Model)) });
    }
}
