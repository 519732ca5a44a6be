using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans;
using OrleansInference.Client.Clusters;

namespace OrleansInference.Client;

/// <summary>Clients from a container.</summary>
public static class InferenceClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds an <see cref="IInferenceClient"/> as a singleton. The options are checked when the host starts. The scheme
    /// <c>orleans:</c> uses what <c>AddInferenceCluster</c> connects to, or else the container's <see cref="IClusterClient"/>.
    /// </summary>
    /// <returns>The options, to bind them to configuration.</returns>
    public static OptionsBuilder<InferenceClientOptions> AddInferenceClient(
        this IServiceCollection services, Action<InferenceClientOptions>? configure = null)
    {
        var options = services.AddOptions<InferenceClientOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InferenceClientOptions>, InferenceClientOptionsValidator>());
        services.TryAddSingleton(provider => InferenceClient.Create(
            provider.GetRequiredService<IOptions<InferenceClientOptions>>().Value,
            provider.GetService<IClusterConnection>()
                ?? (provider.GetService<IClusterClient>() is { } own ? new ApplicationCluster(own) : null),
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return options;
    }
}
