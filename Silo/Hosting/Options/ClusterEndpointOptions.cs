using System.ComponentModel.DataAnnotations;
using System.Net;
using OrleansInference.Placement;

namespace OrleansInference.Hosting;

/// <summary>The silo as a member of its cluster, from the section <c>Cluster</c>. The embedded engine opens neither port.</summary>
internal sealed class ClusterEndpointOptions
{
    public const string Section = "Cluster";

    /// <summary>The silo's name, for people and for what starts and stops silos. Default: the machine's.</summary>
    public string Name { get; set; } = "";

    /// <summary>TCP port for the other silos of the cluster.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>TCP port for clients of the cluster that speak Orleans.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>What fails together with this silo, such as a zone or a rack: replicas of a model are spread over several. Default: the machine.</summary>
    public string FailureDomain { get; set; } = "";

    /// <summary>
    /// <see cref="SiloPort"/> of the silo of this machine whose cluster it joins; that one has to run as long as the cluster is to. Default: 0, a cluster of its own.
    /// </summary>
    [Range(0, 65535)]
    public int PrimaryPort { get; set; }

    /// <summary>
    /// What this silo is for, with commas between. <c>frontdoor</c>: it has the gRPC and the HTTP door; without it the HTTP port has health and metrics only. <c>worker</c>: it has models
    /// loaded. <c>control</c>: it has routers and the autoscaler. Default: all three.
    /// </summary>
    [RoleList]
    public string Roles { get; set; } = RoleListAttribute.Text(SiloRoles.All);

    /// <summary><see cref="Roles"/>, of a text that is allowed.</summary>
    internal SiloRoles ParsedRoles => RoleListAttribute.TryParse(Roles, out var roles) ? roles : SiloRoles.None;

    /// <summary><see cref="FailureDomain"/> or its default.</summary>
    internal string Domain => FailureDomain.Length > 0 ? FailureDomain : Environment.MachineName;

    /// <summary><see cref="Name"/> or its default.</summary>
    internal string SiloName => Name.Length > 0 ? Name : Environment.MachineName;

    /// <summary>Null where it has a cluster of its own.</summary>
    internal IPEndPoint? Primary => PrimaryPort > 0 ? new IPEndPoint(IPAddress.Loopback, PrimaryPort) : null;
}
