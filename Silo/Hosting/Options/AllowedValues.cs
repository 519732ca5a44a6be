using System.ComponentModel.DataAnnotations;

namespace OrleansInference.Hosting;

/// <summary>What an option may be, in words.</summary>
internal static class AllowedValues
{
    public static string Of(OptionDescription option)
    {
        var attributes = option.Property.GetCustomAttributes(inherit: true);
        if (attributes.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } allowed) return $"one of {string.Join(", ", allowed.Values)}";
        var range = attributes.OfType<RangeAttribute>().FirstOrDefault();
        var kind = Kind(option.Type);
        return range is null ? kind : $"{kind} from {range.Minimum} to {range.Maximum}";
    }

    /// <summary>What is wrong with a value that an attribute refuses.</summary>
    public static string Of(OptionDescription option, ValidationAttribute attribute) => attribute switch
    {
        RangeAttribute or AllowedValuesAttribute => $"allowed is {Of(option)}",
        RequiredAttribute => "must not be empty",
        // Attributes word their message around the name, which stands before it already.
        _ => attribute.FormatErrorMessage("").Trim().TrimEnd('.'),
    };

    private static string Kind(Type type) =>
        type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type)) :
        type == typeof(bool) ? "true or false" :
        type == typeof(TimeSpan) ? "a time such as 00:00:30 (hours:minutes:seconds)" :
        type == typeof(double) || type == typeof(float) ? "a number" :
        type == typeof(string) ? "text" :
        "a whole number";
}
