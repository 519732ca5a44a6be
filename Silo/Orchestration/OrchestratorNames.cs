using OrleansInference.Autoscaling.Hosts;

namespace OrleansInference.Orchestration;

/// <summary>What <see cref="HostOptions.Orchestrator"/> may be.</summary>
internal static class OrchestratorNames
{
    public const string None = IHostOrchestrator.None;
    public const string InProcess = "in-process";
    public const string Process = "process";
    public const string Kubernetes = "kubernetes";
    public const string Webhook = "webhook";
}
