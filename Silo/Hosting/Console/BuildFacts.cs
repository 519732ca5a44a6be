using System.Reflection;

namespace OrleansInference.Hosting;

/// <summary>What this binary was built with; the build writes it into the assembly.</summary>
internal static class BuildFacts
{
    public static string Version { get; } = typeof(BuildFacts).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static string GrainEngine { get; } = Metadata(nameof(GrainEngine));

    public static string TorchBinding { get; } = Metadata(nameof(TorchBinding));

    /// <summary>For people: the engine, and of Orleans its version.</summary>
    public static string Engine => GrainEngine == "Orleans"
        ? $"Orleans {OrleansVersion}"
        : $"{GrainEngine} (one process)";

    // The version of the package, as in "10.3.1+commit"; the assembly's own stays the same through a major version.
    private static string? OrleansVersion =>
        typeof(Grain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split(" +".ToCharArray())[0].TrimEnd('.');

    private static string Metadata(string key) => typeof(BuildFacts).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
