using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansInference.Hosting.Clustering;

/// <summary>The section Cluster as a command line sets it.</summary>
internal static class ClusterSettings
{
    public static Settings Read(params string[] arguments) => new(arguments, [], Directory.GetCurrentDirectory(), ServerOptions.Sections);

    public static IReadOnlyList<string> Mistakes(params string[] arguments)
    {
        using var services = new ServiceCollection().AddSingleton<IValidateOptions<SiloClusterOptions>, SiloClusterOptionsValidator>().BuildServiceProvider();
        return SettingsValidator.Mistakes(Read(arguments), services);
    }
}
