using System.ComponentModel.DataAnnotations;

namespace OrleansInference.Hosting;

/// <summary>The silo as a member of its cluster, from the section <c>Cluster</c>. The embedded engine opens neither port.</summary>
internal sealed class ClusterEndpointOptions
{
    public const string Section = "Cluster";

    /// <summary>TCP port for the other silos of the cluster.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>TCP port for clients of the cluster that speak Orleans.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>This silo's name, for people and for what starts and stops silos. Default: the machine's name, which in Kubernetes is the pod's.</summary>
    public string SiloName { get; set; } = "";

    /// <summary>What fails together with this silo, such as a zone or a rack: replicas of a model are spread over several. Default: nothing is known.</summary>
    public string FailureDomain { get; set; } = "";
}
