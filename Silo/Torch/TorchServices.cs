using Microsoft.Extensions.DependencyInjection;
using OrleansInference.Models;
using OrleansInference.Models.Managed;

namespace OrleansInference.Torch;

/// <summary>Registers what loads models.</summary>
public static class TorchServices
{
    /// <summary>
    /// Adds the <see cref="IModelRuntime"/> of each backend: <c>pytorch</c>, and <c>managed</c> with the built-in models and those that
    /// <see cref="AddManagedModel"/> adds.
    /// </summary>
    public static IServiceCollection AddTorchRuntimes(this IServiceCollection services)
    {
        services.AddSingleton(_ => TorchEnvironment.Binding);
        services.AddSingleton<IModelRuntime>(provider => new TorchRuntime(
            provider.GetRequiredService<ITorchBinding>(), TimeProvider.System, provider.GetRequiredService<ILogger<TorchRuntime>>()));
        services.AddSingleton<IModelRuntime, ManagedRuntime>();
        services.AddSingleton(provider => new ManagedModelRegistration(
            TimedModel.Name, spec => new TimedModel(spec, provider.GetService<TimeProvider>() ?? TimeProvider.System)));
        return services;
    }

    /// <summary>Adds a model written in C#, which a configuration names as the <c>program</c> of backend <c>managed</c>.</summary>
    public static IServiceCollection AddManagedModel(this IServiceCollection services, string name, Func<ModelSpec, IManagedModel> create) =>
        services.AddSingleton(new ManagedModelRegistration(name, create));
}
