using Microsoft.Extensions.Options;

namespace OrleansInference.Autoscaling;

/// <summary>What does not go together, of options each of which is allowed.</summary>
internal sealed class AutoscalerOptionsValidator : IValidateOptions<AutoscalerOptions>
{
    public ValidateOptionsResult Validate(string? name, AutoscalerOptions options)
    {
        List<string> mistakes = [];
        if (options.MaxReplicas < options.MinReplicas)
            mistakes.Add($"{Key(nameof(options.MaxReplicas))} is {options.MaxReplicas}; allowed: at least {Key(nameof(options.MinReplicas))}, which is {options.MinReplicas}.");
        if (options.BurstWindow > options.StableWindow)
            mistakes.Add($"{Key(nameof(options.BurstWindow))} is {options.BurstWindow}; allowed: at most {Key(nameof(options.StableWindow))}, which is {options.StableWindow}.");
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static string Key(string property) => $"{AutoscalerOptions.Section}:{property}";
}
