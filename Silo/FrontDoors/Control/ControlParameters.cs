using OrleansInference.Inference;

namespace OrleansInference.FrontDoors;

/// <summary>The parameters of a load or an unload. One that is not known is refused by its name, rather than ignored.</summary>
internal static class ControlParameters
{
    private const string Config = "config";
    private const string UnloadDependents = "unload_dependents";

    /// <summary>Null where they can be followed; <paramref name="config"/> is the configuration to use, if there is one.</summary>
    public static InferenceFault? ReadLoad(IReadOnlyDictionary<string, ParameterValue?> parameters, out string? config)
    {
        config = null;
        foreach (var (name, value) in parameters)
        {
            if (name != Config)
                return Faults.Invalid(name.StartsWith("file:", StringComparison.Ordinal)
                    ? $"load parameter '{name}' is not supported: programs are loaded from the repository; put the file there, then load the model"
                    : $"load parameter '{name}' is not known; there is '{Config}'");
            if (value?.Text is not { } text)
                return Faults.Invalid($"load parameter '{Config}': expected the model's configuration as JSON in a string, got {Shown(value)}");
            config = text;
        }
        return null;
    }

    /// <summary>Null where they can be followed; <paramref name="unloadDependents"/> is whether the models that were loaded along with an ensemble go too.</summary>
    public static InferenceFault? ReadUnload(IReadOnlyDictionary<string, ParameterValue?> parameters, out bool unloadDependents)
    {
        unloadDependents = false;
        foreach (var (name, value) in parameters)
        {
            if (name != UnloadDependents)
                return Faults.Invalid($"unload parameter '{name}' is not known; there is '{UnloadDependents}'");
            if (value?.Boolean is not { } flag)
                return Faults.Invalid($"unload parameter '{UnloadDependents}': expected true or false, got {Shown(value)}");
            unloadDependents = flag;
        }
        return null;
    }

    private static string Shown(ParameterValue? value) => value is { } known ? $"'{known}'" : "something else";
}
