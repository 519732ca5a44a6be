using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;
using OrleansInference.Hosting.Clustering;

namespace OrleansInference.Orchestration.Local;

/// <summary>How a further silo differs from the one that starts it.</summary>
/// <param name="Name">As in <see cref="SiloClusterOptions.Name"/>.</param>
/// <param name="SiloPort">On the address that its starter listens at for silos.</param>
/// <param name="GatewayPort">Likewise.</param>
/// <param name="PrimaryPort">Of the silo that keeps the list of the cluster's silos; 0 where a Redis does.</param>
internal sealed record ChildSpec(string Name, int SiloPort, int GatewayPort, int PrimaryPort)
{
    /// <summary>Settings by key.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new($"{SiloClusterOptions.Section}:{nameof(SiloClusterOptions.Name)}", Name),
        new($"{SiloClusterOptions.Section}:{nameof(SiloClusterOptions.SiloPort)}", $"{SiloPort}"),
        new($"{SiloClusterOptions.Section}:{nameof(SiloClusterOptions.GatewayPort)}", $"{GatewayPort}"),
        new($"{SiloClusterOptions.Section}:{nameof(SiloClusterOptions.PrimaryPort)}", $"{PrimaryPort}"),
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
