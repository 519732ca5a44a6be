using System.Text;
using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>The key of the signatures. It is in no message, log or error.</summary>
internal sealed class WebhookSecret(WebhookOptions options, string? fromEnvironment)
{
    public const string Variable = "ORLEANS_INFERENCE_WEBHOOK_SECRET";

    private const int MinLength = 16;

    public static WebhookSecret Read(WebhookOptions options) => new(options, Environment.GetEnvironmentVariable(Variable));

    /// <summary>As it is now; null where there is none that can be used: the problem then says why.</summary>
    public byte[]? Current(out string? problem)
    {
        var file = options.SecretPath is { Length: > 0 } path ? FileText.Read(path) : null;
        var secret = (file is null ? fromEnvironment : file.Text)?.Trim();
        var place = file is null ? $"the environment variable {Variable}" : $"'{file.Path}' (Hosts:Webhook:SecretPath)";
        problem =
            file?.Error is { } error ? $"Hosts:Webhook:SecretPath is '{file.Path}': {error}" :
            string.IsNullOrEmpty(secret) ? $"Hosts:Webhook:SecretPath is not set, and there is nothing in {place}; allowed: a file with the secret, at least {MinLength} characters." :
            secret.Length < MinLength ? $"The secret in {place} has {secret.Length} characters; allowed: at least {MinLength}, such as from 'openssl rand -hex 32'." :
            null;
        return problem is null ? Encoding.UTF8.GetBytes(secret!) : null;
    }
}
