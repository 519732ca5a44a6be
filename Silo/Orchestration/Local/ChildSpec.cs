using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Hosting;
using OrleansInference.Placement;

namespace OrleansInference.Orchestration.Local;

/// <summary>How a further silo differs from the one that starts it.</summary>
/// <param name="Name">As in <see cref="ClusterEndpointOptions.Name"/>.</param>
/// <param name="SiloPort">On the loopback address.</param>
/// <param name="GatewayPort">Likewise.</param>
/// <param name="PrimaryPort">Of the silo that keeps the list of the cluster's silos.</param>
internal sealed record ChildSpec(string Name, int SiloPort, int GatewayPort, int PrimaryPort)
{
    /// <summary>What it is for: as its parent, and a worker where that is none.</summary>
    public SiloRoles Roles { get; init; } = SiloRoles.All;

    /// <summary>Settings by key.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new($"{ClusterEndpointOptions.Section}:{nameof(ClusterEndpointOptions.Name)}", Name),
        new($"{ClusterEndpointOptions.Section}:{nameof(ClusterEndpointOptions.SiloPort)}", $"{SiloPort}"),
        new($"{ClusterEndpointOptions.Section}:{nameof(ClusterEndpointOptions.GatewayPort)}", $"{GatewayPort}"),
        new($"{ClusterEndpointOptions.Section}:{nameof(ClusterEndpointOptions.PrimaryPort)}", $"{PrimaryPort}"),
        new($"{ClusterEndpointOptions.Section}:{nameof(ClusterEndpointOptions.Roles)}", RoleListAttribute.Text(Roles)),
        new($"{HostOptions.Section}:{nameof(HostOptions.Orchestrator)}", OrchestratorNames.None),
    ];

    /// <summary>Settings by key of doors that only this machine reaches, on ports that the system picks: for probes and metrics.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OwnDoors =>
    [
        new($"{HttpDoorOptions.Section}:{nameof(HttpDoorOptions.Address)}", "127.0.0.1"),
        new($"{HttpDoorOptions.Section}:{nameof(HttpDoorOptions.Port)}", "0"),
        new($"{GrpcDoorOptions.Section}:{nameof(GrpcDoorOptions.Address)}", "127.0.0.1"),
        new($"{GrpcDoorOptions.Section}:{nameof(GrpcDoorOptions.Port)}", "0"),
    ];
}
