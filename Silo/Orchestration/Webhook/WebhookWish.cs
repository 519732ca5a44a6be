using System.Text.Json;
using OrleansInference.Autoscaling;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>What is wanted, as it is said: the same text, with the same id, however often.</summary>
/// <param name="Request">What the autoscaler asked for.</param>
/// <param name="Id">Another one each time that something else is wanted, also where it was wanted before.</param>
internal sealed record WebhookWish(HostRequest Request, string Id, string Body)
{
    public static WebhookWish Of(string cluster, HostRequest request, DateTimeOffset now)
    {
        var id = Guid.NewGuid().ToString("N");
        return new WebhookWish(request, id, JsonSerializer.Serialize(
            new { Cluster = cluster, request.Silos, Leaving = request.Leaving.Select(silo => silo.Name), Id = id, At = now.UtcDateTime }, JsonSerializerOptions.Web));
    }
}
