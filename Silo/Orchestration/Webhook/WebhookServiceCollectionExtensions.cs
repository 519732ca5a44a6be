using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling.Hosts;

namespace OrleansInference.Orchestration.Webhook;

internal static class WebhookServiceCollectionExtensions
{
    /// <summary>Registers the orchestrator <c>webhook</c>. <paramref name="configuration"/> is the root; its section <c>Hosts:Webhook</c> is bound.</summary>
    public static IServiceCollection AddWebhookOrchestrator(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection(WebhookOptions.Section)).ValidateOnStart();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<WebhookOptions>>().Value;
            return new WebhookSender(options, WebhookSecret.Read(options), provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<IHostOrchestrator>(provider => ActivatorUtilities.CreateInstance<WebhookOrchestrator>(provider, Random.Shared));
        return services;
    }
}
