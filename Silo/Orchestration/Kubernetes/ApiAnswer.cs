using System.Text.Json;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>What the API server answered: an object, or why there is none.</summary>
/// <param name="Body">Of a success.</param>
/// <param name="Status">Of HTTP; 0 where no answer came.</param>
/// <param name="Problem">What went wrong and what to do; null for a success.</param>
/// <param name="RetryAfter">How long the server wants to be left alone.</param>
internal sealed record ApiAnswer(JsonElement Body, int Status, string? Problem = null, TimeSpan? RetryAfter = null)
{
    public const int Unauthorized = 401, Forbidden = 403, NotFound = 404, Conflict = 409, TooManyRequests = 429;

    public static ApiAnswer Failed(int status, string problem, TimeSpan? retryAfter = null) => new(default, status, problem, retryAfter);
}
