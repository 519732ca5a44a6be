using OrleansInference.FrontDoors.Reload;

namespace OrleansInference.Orchestration.Kubernetes;

/// <summary>What Kubernetes tells a pod; null is what it doesn't.</summary>
/// <param name="ServiceHost">Of the API server, set in every pod.</param>
/// <param name="ServicePort">Of the API server.</param>
/// <param name="PodName">From the downward API: a manifest has to ask for it.</param>
/// <param name="PodNamespace">From the downward API, else from the service account's volume.</param>
/// <param name="PodIp">From the downward API.</param>
internal sealed record PodEnvironment(
    string? ServiceHost = null, string? ServicePort = null, string? PodName = null, string? PodNamespace = null, string? PodIp = null)
{
    /// <summary>This process's, read once: it does not change.</summary>
    public static PodEnvironment Current { get; } = Read();

    private static PodEnvironment Read() => new(
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"),
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"),
        Environment.GetEnvironmentVariable("POD_NAME"),
        Environment.GetEnvironmentVariable("POD_NAMESPACE") ?? FileText.Read($"{KubernetesOptions.ServiceAccount}/namespace").Text?.Trim(),
        Environment.GetEnvironmentVariable("POD_IP"));
}
