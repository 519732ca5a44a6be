using System.Collections;
using OrleansInference.Autoscaling;
using OrleansInference.FrontDoors;
using OrleansInference.FrontDoors.Access;
using OrleansInference.FrontDoors.Grpc;
using OrleansInference.FrontDoors.Http;
using OrleansInference.FrontDoors.Tls;
using OrleansInference.Hosting.Clustering;
using OrleansInference.Orchestration.Kubernetes;
using OrleansInference.Orchestration.Webhook;
using OrleansInference.Repository;
using OrleansInference.Routing;
using OrleansInference.Routing.Failures;
using HostOptions = OrleansInference.Orchestration.HostOptions;

namespace OrleansInference.Hosting;

/// <summary>Every option of the server, and the ports that follow from them.</summary>
internal static class ServerOptions
{
    public static OptionSection[] Sections { get; } =
    [
        OptionSection.Of<RepositoryOptions>(
            RepositoryOptions.Section,
            (nameof(RepositoryOptions.Path), "models"),
            (nameof(RepositoryOptions.Mode), "model-control"),
            (nameof(RepositoryOptions.Load), "load-model")),
        OptionSection.Of<HttpDoorOptions>(HttpDoorOptions.Section, (nameof(HttpDoorOptions.Address), "address")),
        OptionSection.Of<GrpcDoorOptions>(GrpcDoorOptions.Section, (nameof(GrpcDoorOptions.Address), "address")),
        OptionSection.Of<TlsOptions>(
            TlsOptions.Section,
            (nameof(TlsOptions.CertificatePath), "tls-certificate"),
            (nameof(TlsOptions.KeyPath), "tls-key"),
            (nameof(TlsOptions.ClientCaPath), "tls-client-ca")),
        OptionSection.Of<AccessOptions>(
            AccessOptions.Section,
            (nameof(AccessOptions.KeysPath), "api-keys"),
            (nameof(AccessOptions.AllowAnonymous), "allow-anonymous"),
            (nameof(AccessOptions.AllowPlaintext), "allow-plaintext")),
        OptionSection.Of<DispatcherOptions>(DispatcherOptions.Section, (nameof(DispatcherOptions.DefaultTimeout), "timeout"), (nameof(DispatcherOptions.Policy), "routing-policy")),
        OptionSection.Of<FailureOptions>(FailureOptions.Section),
        OptionSection.Of<AutoscalerOptions>(AutoscalerOptions.Section, (nameof(AutoscalerOptions.Enabled), "autoscaler")),
        OptionSection.Of<SiloClusterOptions>(
            SiloClusterOptions.Section,
            (nameof(SiloClusterOptions.Membership), "cluster"),
            (nameof(SiloClusterOptions.Redis), "redis"),
            (nameof(SiloClusterOptions.RedisPasswordPath), "redis-password"),
            (nameof(SiloClusterOptions.ClusterId), "cluster-id"),
            (nameof(SiloClusterOptions.ServiceId), "service-id"),
            (nameof(SiloClusterOptions.SiloPort), "silo-port"),
            (nameof(SiloClusterOptions.GatewayPort), "gateway-port")),
        OptionSection.Of<HostOptions>(
            HostOptions.Section,
            (nameof(HostOptions.Orchestrator), "orchestrator"),
            (nameof(HostOptions.MinSilos), "min-silos"),
            (nameof(HostOptions.MaxSilos), "max-silos")),
        OptionSection.Of<KubernetesOptions>(KubernetesOptions.Section),
        OptionSection.Of<WebhookOptions>(WebhookOptions.Section, (nameof(WebhookOptions.Url), "webhook-url"), (nameof(WebhookOptions.SecretPath), "webhook-secret")),
    ];

    /// <summary>Reads them from the arguments and the surroundings of this process.</summary>
    public static Settings Read(string[] arguments) => new(
        arguments,
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(pair => KeyValuePair.Create((string)pair.Key, (string?)pair.Value)),
        Directory.GetCurrentDirectory(),
        Sections);

    /// <summary>What keeps each door from listening where it is set to, given who may call; null for each that may.</summary>
    public static IEnumerable<string?> AccessObjections(Settings settings)
    {
        var (tls, access) = (settings.Bind<TlsOptions>(), settings.Bind<AccessOptions>());
        yield return AccessRule.Objection("Http:Address", settings.Bind<HttpDoorOptions>().Address, tls, access);
        yield return AccessRule.Objection("Grpc:Address", settings.Bind<GrpcDoorOptions>().Address, tls, access);
    }

    /// <summary>What stands in the way of each port that the server is going to open; null for each free one.</summary>
    public static IEnumerable<string?> PortProblems(Settings settings)
    {
        var http = settings.Bind<HttpDoorOptions>();
        if (ListenAddressAttribute.TryParse(http.Address, out var address))
            yield return PortCheck.Problem("Http:Port", "--http-port", address, http.Port);
        var grpc = settings.Bind<GrpcDoorOptions>();
        if (ListenAddressAttribute.TryParse(grpc.Address, out address))
            yield return PortCheck.Problem("Grpc:Port", "--grpc-port", address, grpc.Port);
        if (BuildFacts.GrainEngine != "Orleans")
            yield break;
        var cluster = settings.Bind<SiloClusterOptions>();
        yield return PortCheck.Problem("Cluster:SiloPort", "--silo-port", cluster.ListenIp, cluster.SiloPort);
        yield return PortCheck.Problem("Cluster:GatewayPort", "--gateway-port", cluster.ListenIp, cluster.GatewayPort);
    }
}
