using System.ComponentModel.DataAnnotations;

namespace OrleansInference.Hosting;

/// <summary>Every mistake of the settings at once, each with its key, its value, where it was set and what is allowed.</summary>
internal static class SettingsValidator
{
    /// <param name="settings">What was set.</param>
    /// <param name="services">Hold the options classes' own validators (<see cref="Microsoft.Extensions.Options.IValidateOptions{TOptions}"/>).</param>
    public static IReadOnlyList<string> Mistakes(Settings settings, IServiceProvider services) =>
        settings.IsComplete
            ? [.. settings.Mistakes, .. settings.Sections.SelectMany(section => Mistakes(section, settings, services))]
            : settings.Mistakes;

    private static List<string> Mistakes(OptionSection section, Settings settings, IServiceProvider services)
    {
        var options = section.Bind(settings.Values);
        var wrong = new Dictionary<string, string>();
        foreach (var option in section.Options)
            if (Objection(option, settings, options) is { } objection)
                wrong[option.Key] = $"{option.Key} = {Shown(option, settings, options)} ({settings.SourceOf(option.Key)}): {objection}";

        // A class's own validator may look at its attributes too: one mistake, one line.
        var others = section.Failures(services, options).Where(failure => !wrong.Keys.Any(key => Names(failure, key)));
        return [.. wrong.Values, .. others];
    }

    private static string? Objection(OptionDescription option, Settings settings, object options)
    {
        if (settings.Values.TryGetValue(option.Key, out var text) && !option.CanConvert(text, out _))
            return $"allowed is {AllowedValues.Of(option)}";
        var value = option.Property.GetValue(options);
        var context = new ValidationContext(options) { MemberName = option.Property.Name };
        var refusing = option.Property.GetCustomAttributes(inherit: true)
            .OfType<ValidationAttribute>()
            .FirstOrDefault(attribute => attribute.GetValidationResult(value, context) != ValidationResult.Success);
        return refusing is null ? null : AllowedValues.Of(option, refusing);
    }

    private static string Shown(OptionDescription option, Settings settings, object options) =>
        settings.Values.TryGetValue(option.Key, out var text) ? text : $"{option.Property.GetValue(options)}";

    private static bool Names(string failure, string key) =>
        failure.StartsWith(key, StringComparison.Ordinal) && (failure.Length == key.Length || !char.IsLetterOrDigit(failure[key.Length]));
}
