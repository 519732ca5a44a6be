using System.Net;
using System.Text.Json;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>What came of a message.</summary>
/// <param name="Problem">Null where the receiver took it.</param>
internal sealed record WebhookAnswer(string? Problem)
{
    /// <summary>It may be taken if it is sent again.</summary>
    public bool IsTransient { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Silos that the receiver has; null where it doesn't say.</summary>
    public int? Running { get; init; }

    /// <summary>The most that it can have; null where it doesn't say.</summary>
    public int? Max { get; init; }

    public static bool IsTransientStatus(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    /// <summary>Of a success. A body is optional: what is not of the form <c>{"running": n, "max": n}</c> says nothing.</summary>
    public static WebhookAnswer Taken(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return new WebhookAnswer(Problem: null) { Running = Number(document.RootElement, "running", least: 0), Max = Number(document.RootElement, "max", least: 1) };
        }
        catch (JsonException)
        {
            return new WebhookAnswer(Problem: null);
        }
    }

    private static int? Number(JsonElement element, string name, int least) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number) && number >= least ? number : null;
}
