using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using OrleansInference.Storage;

namespace OrleansInference.Hosting.Clustering;

/// <summary>Membership in Redis, and what is stored beside it.</summary>
internal static class RedisClustering
{
    /// <summary>Why it can't be had here; null, because it can.</summary>
    public static string? Unavailable => null;

    /// <summary>What is wrong with the options, without asking the Redis.</summary>
    public static IEnumerable<string> Mistakes(SiloClusterOptions options) => RedisSettings.Mistakes(options);

    /// <summary>Why a silo could not join by this Redis now; null where it could.</summary>
    public static string? Problem(SiloClusterOptions options) => RedisCheck.Problem(options);

    /// <summary>Where it is, for people.</summary>
    public static string Describe(SiloClusterOptions options) => RedisSettings.Describe(options);

    public static ISiloBuilder Use(ISiloBuilder silo, SiloClusterOptions options)
    {
        silo.Services.TryAddSingleton(_ => new RedisConnection(RedisSettings.For(options)));
        silo.Configure<EndpointOptions>(own =>
        {
            own.AdvertisedIPAddress = options.Endpoint.Address;
            (own.SiloPort, own.GatewayPort) = (options.SiloPort, options.GatewayPort);
            own.SiloListeningEndpoint = new(options.ListenIp, options.SiloPort);
            own.GatewayListeningEndpoint = new(options.ListenIp, options.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(Table);
        silo.UseRedisClustering(_ => { });
        silo.Services.AddOptions<RedisClusteringOptions>().Configure<RedisConnection>((redis, connection) =>
        {
            redis.ConfigurationOptions = connection.Settings;
            redis.CreateMultiplexer = async _ => (await connection.OpenAsync(), IsShared: true);
        });
        KeepTable(silo.Services);
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MembershipReturn>();
        silo.Services.AddHostedService<LeavingBound>();
        return silo.AddSavedStateInRedis(Describe(options));
    }

    private static void KeepTable(IServiceCollection services)
    {
        var orleans = services.Last(service => service.ServiceType == typeof(IMembershipTable));
        services.Replace(ServiceDescriptor.Singleton<IMembershipTable>(provider =>
            ActivatorUtilities.CreateInstance<KeptMembershipTable>(provider, orleans.ImplementationFactory!(provider))));
    }

    /// <summary>
    /// A starting silo waits for an answer of every silo that the table calls active, until those that were killed with nobody left to notice count as stale: three missed
    /// heartbeats. At 5 s in place of 30 s that is after 15 s, for one small write every 5 s and silo.
    /// </summary>
    private static void Table(ClusterMembershipOptions membership) => membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
}
