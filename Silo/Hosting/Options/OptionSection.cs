using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace OrleansInference.Hosting;

/// <summary>
/// A section of the configuration and the class that it is bound to. Names, defaults, allowed values and help all follow from that
/// class: its public properties, their validation attributes and their XML documentation.
/// </summary>
internal abstract class OptionSection(string name, Type type, object defaults, IReadOnlyDictionary<string, string> shortSwitches)
{
    public string Name => name;

    public Type Type => type;

    public ImmutableArray<OptionDescription> Options { get; } =
    [
        .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           where property.CanWrite
           select new OptionDescription(name, property, property.GetValue(defaults), shortSwitches.GetValueOrDefault(property.Name)),
    ];

    /// <summary>The options object as the values give it. Expects each value to be convertible.</summary>
    public object Bind(IReadOnlyDictionary<string, string> values)
    {
        var options = Activator.CreateInstance(type)!;
        foreach (var option in Options)
            if (values.TryGetValue(option.Key, out var text) && option.CanConvert(text, out var value))
                option.Property.SetValue(options, value);
        return options;
    }

    /// <summary>What the class's own validators among the services object to.</summary>
    public abstract IEnumerable<string> Failures(IServiceProvider services, object options);

    /// <param name="name">Of the section.</param>
    /// <param name="shortSwitches">Property → the command-line name that people type, where <c>--section-property</c> is too long.</param>
    public static OptionSection Of<TOptions>(string name, params (string Property, string Switch)[] shortSwitches)
        where TOptions : class, new() => new Typed<TOptions>(name, shortSwitches.ToDictionary(pair => pair.Property, pair => pair.Switch));

    private sealed class Typed<TOptions>(string name, IReadOnlyDictionary<string, string> shortSwitches)
        : OptionSection(name, typeof(TOptions), new TOptions(), shortSwitches)
        where TOptions : class, new()
    {
        public override IEnumerable<string> Failures(IServiceProvider services, object options) =>
            from validator in services.GetServices<IValidateOptions<TOptions>>()
            where validator is not DataAnnotationValidateOptions<TOptions> // those attributes are read by SettingsValidator
            let result = validator.Validate(Microsoft.Extensions.Options.Options.DefaultName, (TOptions)options)
            where result.Failed
            from failure in result.Failures ?? []
            select failure;
    }
}
