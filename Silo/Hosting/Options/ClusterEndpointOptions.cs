using System.ComponentModel.DataAnnotations;

namespace OrleansInference.Hosting;

/// <summary>The silo's own ports, from the section <c>Cluster</c>. The embedded engine opens neither.</summary>
internal sealed class ClusterEndpointOptions
{
    public const string Section = "Cluster";

    /// <summary>TCP port for the other silos of the cluster.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>TCP port for clients of the cluster that speak Orleans.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;
}
