using System.Collections.Immutable;
using System.Reflection;

namespace OrleansInference.FrontDoors;

/// <summary>What server metadata says.</summary>
internal static class ServerIdentity
{
    public const string Name = "orleans-inference";

    public static string Version { get; } = typeof(ServerIdentity).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Triton's names of the protocol extensions that are implemented in full.</summary>
    public static ImmutableArray<string> Extensions { get; } = 
    [
        "classification", "model_repository", "model_repository(unload_dependents)", "schedule_policy", "model_configuration", "statistics",
        "binary_tensor_data", "parameters",
    ];
}
