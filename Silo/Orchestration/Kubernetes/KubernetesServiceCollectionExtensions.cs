using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling.Hosts;

namespace OrleansInference.Orchestration.Kubernetes;

internal static class KubernetesServiceCollectionExtensions
{
    /// <summary>Registers the orchestrator <c>kubernetes</c>. <paramref name="configuration"/> is the root; its section <c>Hosts:Kubernetes</c> is bound.</summary>
    public static IServiceCollection AddKubernetesOrchestrator(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(PodEnvironment.Current);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<KubernetesOptions>, KubernetesOptionsValidator>();
        services.AddOptions<KubernetesOptions>().Bind(configuration.GetSection(KubernetesOptions.Section)).ValidateOnStart();
        services.AddSingleton(provider => KubernetesTarget.Resolve(Options(provider), provider.GetRequiredService<PodEnvironment>(), out var mistakes)
            ?? throw new InvalidOperationException(string.Join(' ', mistakes)));
        services.AddSingleton(provider => new KubernetesApi(provider.GetRequiredService<KubernetesTarget>(), Options(provider)));
        services.AddSingleton<IHostOrchestrator>(provider => ActivatorUtilities.CreateInstance<KubernetesOrchestrator>(provider, Random.Shared));
        return services;
    }

    private static KubernetesOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<KubernetesOptions>>().Value;
}
