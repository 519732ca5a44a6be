using System.Text;
using System.Text.Json;
using OrleansInference.Inference;

namespace OrleansInference.Client.Wire;

/// <summary>Turns an answer that is no success into an exception: the status says the kind, <c>{"error": "…"}</c> the text.</summary>
internal static class ErrorReader
{
    private const int MostTextBytes = 500;

    public static InferenceException Read(HttpResponseMessage response, byte[] body) =>
        new(KindOf((int)response.StatusCode), Text(response, body)) { RetryAfter = response.Headers.RetryAfter?.Delta };

    // A status tells less than a fault: 400 also stands for ModelError, 503 also for ModelNotReady.
    private static FaultKind? KindOf(int status) => status switch
    {
        400 or 411 or 415 or 422 => FaultKind.InvalidInput,
        413 => FaultKind.TooLarge,
        404 => FaultKind.UnknownModel,
        408 or 504 => FaultKind.DeadlineExceeded,
        429 => FaultKind.QueueFull,
        499 => FaultKind.Cancelled,
        502 or 503 => FaultKind.Unavailable,
        _ => null,
    };

    private static string Text(HttpResponseMessage response, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.String)
                return error.GetString()!;
        }
        catch (JsonException)
        {
            // Not the protocol's form, a proxy's page perhaps: shown as it is.
        }

        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MostTextBytes))).Trim();
        var status = $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}";
        return text.Length > 0 ? $"{status}: {text}" : status;
    }
}
