using System.ComponentModel.DataAnnotations;
using System.Net;
using OrleansInference.FrontDoors;
using OrleansInference.Orchestration.Kubernetes;
using OrleansInference.Placement;

namespace OrleansInference.Hosting.Clustering;

/// <summary>The silo and the cluster that it belongs to, from the section <c>Cluster</c>. The embedded engine opens neither port.</summary>
internal sealed class SiloClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>
    /// Where silos find each other. <c>localhost</c>: in the first silo of this machine, which has to run as long as the cluster is to. <c>redis</c>: in a Redis, from any
    /// machine (Orleans engine only). Default: <c>localhost</c>.
    /// </summary>
    [AllowedValues(MembershipNames.Localhost, MembershipNames.Redis)]
    public string Membership { get; set; } = MembershipNames.Localhost;

    /// <summary>The Redis: <c>host:port</c>, several with commas, and options of StackExchange.Redis behind them, such as <c>ssl=true</c>.</summary>
    public string Redis { get; set; } = "";

    /// <summary>A file with the password of the Redis: on the command line anyone on this machine could read it.</summary>
    public string RedisPasswordPath { get; set; } = "";

    /// <summary>Silos with the same ClusterId and ServiceId form one cluster. Default: <c>inference</c>; with localhost <c>default</c>, as Orleans clients have it.</summary>
    public string ClusterId { get; set; } = "";

    /// <summary>Stays the same where a new ClusterId is to take over what an old one has stored. Default: as for ClusterId.</summary>
    public string ServiceId { get; set; } = "";

    /// <summary>
    /// The silo's name, for people and for what starts and stops silos. Default: the pod's (<c>POD_NAME</c>), else the machine's, and with redis its port as well.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>IP address of this machine that the other silos, and clients that speak Orleans, reach it at. Default: the pod's (<c>POD_IP</c>), else 127.0.0.1.</summary>
    public string Address { get; set; } = "";

    /// <summary>IP address to listen at for them where it is another one, as behind a NAT; <c>*</c> for all. Default: Address.</summary>
    public string ListenAddress { get; set; } = "";

    /// <summary>
    /// What this silo is for, with commas between. <c>frontdoor</c>: it has the gRPC and the HTTP door; without it the HTTP port has health and metrics only. <c>worker</c>: it has models
    /// loaded. <c>control</c>: it has routers and the autoscaler. Default: all three.
    /// </summary>
    [RoleList]
    public string Roles { get; set; } = RoleListAttribute.Text(SiloRoles.All);

    /// <summary>TCP port for the other silos of the cluster.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>TCP port for clients of the cluster that speak Orleans.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>What fails together with this silo, such as a zone or a rack: replicas of a model are spread over several. Default: the machine.</summary>
    public string FailureDomain { get; set; } = "";

    /// <summary>With localhost: <see cref="SiloPort"/> of the silo of this machine whose cluster it joins. Default: 0, a cluster of its own.</summary>
    [Range(0, 65535)]
    public int PrimaryPort { get; set; }

    /// <summary><see cref="Roles"/>, of a text that is allowed.</summary>
    internal SiloRoles ParsedRoles => RoleListAttribute.TryParse(Roles, out var roles) ? roles : SiloRoles.None;

    /// <summary>What Kubernetes says, where this is a pod.</summary>
    internal PodEnvironment Pod { get; init; } = PodEnvironment.Current;

    internal bool UsesRedis => Membership == MembershipNames.Redis;

    /// <summary><see cref="FailureDomain"/> or its default.</summary>
    internal string Domain => FailureDomain.Length > 0 ? FailureDomain : Environment.MachineName;

    /// <summary><see cref="Name"/> or its default.</summary>
    internal string SiloName => Name.Length > 0 ? Name : Pod.PodName ?? (UsesRedis ? $"{Environment.MachineName}-{SiloPort}" : Environment.MachineName);

    /// <summary><see cref="ClusterId"/> or its default.</summary>
    internal string Cluster => ClusterId.Length > 0 ? ClusterId : DefaultId;

    /// <summary><see cref="ServiceId"/> or its default.</summary>
    internal string Service => ServiceId.Length > 0 ? ServiceId : DefaultId;

    /// <summary><see cref="Address"/> or its default, as text.</summary>
    internal string AddressText => Address.Length > 0 ? Address : UsesRedis && Pod.PodIp is { } ip ? ip : "127.0.0.1";

    /// <summary>The silo itself, as others connect to it. Expects an address that was found valid, as does what follows.</summary>
    internal IPEndPoint Endpoint => new(IPAddress.Parse(AddressText), SiloPort);

    internal IPAddress ListenIp =>
        ListenAddress.Length > 0 && ListenAddressAttribute.TryParse(ListenAddress, out var address) ? address : Endpoint.Address;

    /// <summary>Null where it has a cluster of its own.</summary>
    internal IPEndPoint? Primary => PrimaryPort > 0 ? new IPEndPoint(IPAddress.Loopback, PrimaryPort) : null;

    private string DefaultId => UsesRedis ? "inference" : "default";
}
