using System.Net;
using System.Text.Json;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>What went wrong, and what to do about it, for people.</summary>
internal sealed class ApiProblems(KubernetesTarget target, string tokenPath)
{
    public string NoToken(string reason) =>
        $"There is no service account's token in '{tokenPath}' ({reason.TrimEnd('.')}). In a pod, set automountServiceAccountToken; elsewhere, Hosts:Kubernetes:TokenPath.";

    public string NoAnswer(string reason) =>
        $"The API server {target.ApiServer} can't be asked: {reason.TrimEnd('.')}. See that this pod may reach it, and that Hosts:Kubernetes:ApiServer and CaPath are right.";

    /// <param name="body">A <c>Status</c> object (its message says what is wrong), or plain text.</param>
    public string Of(ApiRequest request, HttpStatusCode status, string body)
    {
        var said = Message(body);
        return (int)status switch
        {
            ApiAnswer.Unauthorized =>
                $"The API server {target.ApiServer} refuses the token in '{tokenPath}': {said}. Kubernetes replaces it before it expires: see that the volume is mounted whole, without subPath.",
            ApiAnswer.Forbidden =>
                $"The service account lacks the permission to {request.Permission} in namespace '{target.Namespace}': {said}. Give it the Role of deploy/kubernetes/base/access.yaml.",
            ApiAnswer.NotFound =>
                $"There is no {target}: {said}. Set Hosts:Kubernetes:Name, Kind and Namespace to what the silos' pods belong to.",
            ApiAnswer.Conflict =>
                $"Something else keeps changing {target}: {said}.",
            ApiAnswer.TooManyRequests =>
                $"The API server {target.ApiServer} is busy: {said}.",
            var code =>
                $"The API server {target.ApiServer} answers {code} to '{request.Permission}': {said}.",
        };
    }

    private static string Message(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("message", out var message)
                && message.ValueKind == JsonValueKind.String)
                return message.GetString()!.TrimEnd('.');
        }
        catch (JsonException)
        {
            // Proxies, and the API server where it is overloaded, answer with plain text.
        }
        var line = body.AsSpan().Trim();
        return line.IsEmpty ? "no reason given" : line[..Math.Min(line.Length, 200)].TrimEnd('.').ToString();
    }
}
