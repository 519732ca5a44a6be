using Microsoft.Extensions.Options;
using OrleansInference.Control;

namespace OrleansInference.Repository;

internal static class RepositoryServiceCollectionExtensions
{
    /// <summary>
    /// Registers the model repository of the section <c>Repository</c> as the silo's <see cref="IModelSource"/>, and how its models are
    /// controlled. Options are validated when the host starts.
    /// </summary>
    public static IServiceCollection AddModelRepository(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<RepositoryOptions>, RepositoryOptionsValidator>();
        services.AddOptions<RepositoryOptions>().BindConfiguration(RepositoryOptions.Section).ValidateOnStart();
        services.AddSingleton<IModelSource, ModelRepository>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RepositoryOptions>>().Value.ToControl());
        return services;
    }
}
