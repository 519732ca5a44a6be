using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OrleansInference.Hosting;

/// <summary>One option: a public property of an options class, and its names in each place where it can be set.</summary>
internal sealed class OptionDescription(string section, PropertyInfo property, object? defaultValue, string? shortSwitch)
{
    public PropertyInfo Property => property;

    public object? Default => defaultValue;

    /// <summary>In <c>appsettings.json</c>, such as <c>Http:Port</c>.</summary>
    public string Key { get; } = $"{section}:{property.Name}";

    /// <summary>On the command line; the first is the one to show.</summary>
    public IReadOnlyList<string> Switches { get; } = shortSwitch is null
        ? [$"--{Kebab(section)}-{Kebab(property.Name)}"]
        : [$"--{shortSwitch}", $"--{Kebab(section)}-{Kebab(property.Name)}"];

    public string EnvironmentVariable { get; } = $"{SettingsLayer.EnvironmentPrefix}{section.Replace(":", "__", StringComparison.Ordinal)}__{property.Name}";

    public Type Type { get; } = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>Names a file or folder, so that a relative one depends on where it was written.</summary>
    public bool IsPath => Type == typeof(string) && property.Name.EndsWith("Path", StringComparison.Ordinal);

    /// <summary>A word for the value, for help.</summary>
    public string Placeholder =>
        IsPath ? "PATH" :
        Type == typeof(TimeSpan) ? "HH:MM:SS" :
        Type == typeof(bool) ? "[true|false]" :
        Type.IsEnum ? string.Join('|', Enum.GetNames(Type)) :
        Type == typeof(string) ? "TEXT" :
        property.Name.EndsWith("Bytes", StringComparison.Ordinal) ? "BYTES" : "N";

    public bool CanConvert(string text, [NotNullWhen(true)] out object? value)
    {
        try
        {
            value = TypeDescriptor.GetConverter(Type).ConvertFromInvariantString(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            value = null;
        }
        return value is not null;
    }

    /// <summary>HttpDoor → http-door, Hosts:Webhook → hosts-webhook.</summary>
    private static string Kebab(string name) =>
        string.Concat(name.Where(letter => letter != ':').Select((letter, index) => (index > 0 && char.IsUpper(letter) ? "-" : "") + char.ToLowerInvariant(letter)));
}
