using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansInference.Client.Clusters;

namespace OrleansInference.Client.Clustering;

/// <summary>Clients of a cluster from a container.</summary>
public static class InferenceClusterServiceCollectionExtensions
{
    /// <summary>
    /// Adds an <see cref="IInferenceClient"/> that finds the silos of a cluster by itself, through an Orleans client of its own: the application may be a silo or a client of
    /// another cluster. Its other options are those of <see cref="InferenceClientServiceCollectionExtensions.AddInferenceClient"/>, which may have been called before; their
    /// <see cref="InferenceClientOptions.Address"/> is <c>orleans:</c> where nothing else is said, and another transport's has this cluster left alone.
    /// </summary>
    /// <returns>The options, to bind them to configuration.</returns>
    public static OptionsBuilder<InferenceClusterOptions> AddInferenceCluster(
        this IServiceCollection services, Action<InferenceClusterOptions>? configure = null)
    {
        var options = services.AddOptions<InferenceClusterOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(ClusterConnection)))
            return options;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InferenceClusterOptions>, InferenceClusterOptionsValidator>());
        services.AddSingleton<ClusterConnection>();
        services.AddSingleton<IClusterConnection>(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddHostedService(provider => provider.GetRequiredService<ClusterConnection>());
        services.PostConfigure<InferenceClientOptions>(client => client.Address ??= new Uri("orleans:"));
        services.AddInferenceClient();
        return options;
    }
}
