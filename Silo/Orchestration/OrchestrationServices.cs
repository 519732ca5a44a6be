using Microsoft.Extensions.Options;
using OrleansInference.Autoscaling.Hosts;
using OrleansInference.Hosting;
using OrleansInference.Orchestration.InProcess;
using OrleansInference.Orchestration.Kubernetes;
using OrleansInference.Orchestration.Local;
using OrleansInference.Orchestration.Processes;
using OrleansInference.Orchestration.Webhook;

namespace OrleansInference.Orchestration;

internal static class OrchestrationServices
{
    /// <summary>
    /// Registers the <see cref="IHostOrchestrator"/> that the settings name; <see cref="NoneOrchestrator"/> is there already. To be called after the silo was added: what is added last stops first,
    /// and the silos of an orchestrator are to be gone before this one goes.
    /// </summary>
    public static IServiceCollection AddHostOrchestrator(this IServiceCollection services, Settings settings, IConfiguration configuration)
    {
        services.AddOptions<HostOptions>().BindConfiguration(HostOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HostOptions>>(new HostOptionsValidator(BuildFacts.GrainEngine));
        var options = settings.Bind<HostOptions>();
        return options.Orchestrator switch
        {
            OrchestratorNames.InProcess => services.AddLocalOrchestrator(provider => new InProcessRunner(settings, provider)),
            OrchestratorNames.Process => services.AddLocalOrchestrator(provider =>
                ActivatorUtilities.CreateInstance<ProcessRunner>(provider, ChildProgram.OfThisProcess(settings))),
            OrchestratorNames.Kubernetes => services.AddBounds(options).AddKubernetesOrchestrator(configuration),
            OrchestratorNames.Webhook => services.AddBounds(options).AddWebhookOrchestrator(configuration),
            _ => services, // none; what is not allowed does not pass validation
        };
    }

    private static IServiceCollection AddBounds(this IServiceCollection services, HostOptions options) =>
        services.AddSingleton(new HostBounds(options.MinSilos, options.Most));

    private static IServiceCollection AddLocalOrchestrator(this IServiceCollection services, Func<IServiceProvider, ISiloRunner> runner)
    {
        services.AddSingleton(runner);
        services.AddSingleton<LocalOrchestrator>();
        services.AddSingleton<IHostOrchestrator>(provider => provider.GetRequiredService<LocalOrchestrator>());
        services.AddHostedService(provider => provider.GetRequiredService<LocalOrchestrator>());
        return services;
    }
}
