using Microsoft.Extensions.Options;
using OrleansInference.Models;

namespace OrleansInference.Repository;

internal static class RepositoryServiceCollectionExtensions
{
    /// <summary>
    /// Registers the model repository of the section <c>Repository</c> as the silo's <see cref="IModelCatalog"/>. Options are validated and
    /// the directory is scanned when the host starts, before other services do.
    /// </summary>
    public static IServiceCollection AddModelRepository(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<RepositoryOptions>, RepositoryOptionsValidator>();
        services.AddOptions<RepositoryOptions>().BindConfiguration(RepositoryOptions.Section).ValidateOnStart();
        services.AddSingleton<IModelCatalog>(provider => ModelRepository.Scan(
            provider.GetRequiredService<IOptions<RepositoryOptions>>().Value,
            provider.GetRequiredService<ILogger<ModelRepository>>()));
        services.AddHostedService<RepositoryStartup>();
        return services;
    }
}
