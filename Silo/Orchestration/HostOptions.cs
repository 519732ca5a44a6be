using System.ComponentModel.DataAnnotations;

namespace OrleansInference.Orchestration;

/// <summary>Who starts and stops silos, from the section <c>Hosts</c>.</summary>
internal sealed class HostOptions
{
    public const string Section = "Hosts";

    /// <summary>
    /// What starts and stops silos as the autoscaler asks. <c>none</c>: nothing. <c>in-process</c>: further silos in this process. <c>process</c>: further
    /// silos as processes of this machine (Orleans engine only). <c>kubernetes</c>: pods. <c>webhook</c>: whoever answers a POST. Default: <c>none</c>.
    /// </summary>
    [AllowedValues(OrchestratorNames.None, OrchestratorNames.InProcess, OrchestratorNames.Process, OrchestratorNames.Kubernetes, OrchestratorNames.Webhook)]
    public string Orchestrator { get; set; } = OrchestratorNames.None;

    /// <summary>Fewest silos with the role <c>worker</c> that are kept, this one among them where it has it. Default: 1.</summary>
    [Range(1, 1000)]
    public int MinSilos { get; set; } = 1;

    /// <summary>Most silos with the role <c>worker</c>, this one among them where it has it. Default: 4; without an orchestrator, what runs.</summary>
    [Range(1, 1000)]
    public int? MaxSilos { get; set; }

    /// <summary><see cref="MaxSilos"/> or its default.</summary>
    internal int Most => MaxSilos ?? Math.Max(4, MinSilos);
}
