using System.ComponentModel.DataAnnotations;

namespace OrleansInference.Orchestration.Webhook;

/// <summary>Whom the orchestrator <c>webhook</c> tells how many silos are wanted; bound from the section <c>Hosts:Webhook</c>.</summary>
internal sealed class WebhookOptions
{
    public const string Section = "Hosts:Webhook";

    /// <summary>Where to POST, such as <c>https://hosts.example/scale</c>. Must be set.</summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// A file with the secret that signs each message: at least 16 characters, read again for each. Without it the environment variable
    /// <c>ORLEANS_INFERENCE_WEBHOOK_SECRET</c> counts.
    /// </summary>
    public string? SecretPath { get; set; }

    /// <summary>What this cluster is called in the message. Default: <c>inference</c>.</summary>
    [Required]
    public string Cluster { get; set; } = "inference";

    /// <summary>How often the same is said again while nothing changes, for a receiver that has lost it. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ResendPeriod { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an answer may take. Default: 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);
}
