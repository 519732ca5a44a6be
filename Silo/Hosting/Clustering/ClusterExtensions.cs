using Orleans.Configuration;

namespace OrleansInference.Hosting.Clustering;

internal static class ClusterExtensions
{
    /// <summary>Has the silo join its cluster, at its own address and under its own name.</summary>
    public static ISiloBuilder UseCluster(this ISiloBuilder silo, Settings settings)
    {
        var options = settings.Bind<SiloClusterOptions>();
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.Cluster, options.Service));
        silo.Configure<SiloOptions>(own => own.SiloName = options.SiloName);
        silo.Configure<ClusterMembershipOptions>(Liveness);
        if (settings.Bind<ClusterTlsOptions>() is { IsEnabled: true } tls) silo.UseTls(tls);
        return options.UsesRedis
            ? RedisClustering.Use(silo, options)
            : silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, options.Primary);
    }

    /// <summary>For people.</summary>
    public static string Describe(this SiloClusterOptions options) => options.UsesRedis
        ? $"redis {RedisClustering.Describe(options)}, id {options.Cluster}; silo {options.SiloName} at {options.Endpoint}"
        : $"localhost; silo {options.SiloName} at {options.Endpoint}";

    /// <summary>
    /// A dead silo costs no requests: attempts have time limits of their own (docs/failures.md). One that is declared dead by mistake loses its loaded models. A host whose
    /// cores are all taken by forward passes was seen to answer probes 3 s late, so nobody is dead before three probes of 3 s, 6 to 9 s, went unanswered.
    /// </summary>
    private static void Liveness(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(3);
        membership.NumMissedProbesLimit = 3;
    }
}
