using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;
using OrleansInference.Control;

namespace OrleansInference.Repository;

/// <summary>Finds every mistake at once, each with its key, its value and what is allowed.</summary>
internal sealed class RepositoryOptionsValidator : IValidateOptions<RepositoryOptions>
{
    public ValidateOptionsResult Validate(string? name, RepositoryOptions options)
    {
        List<string> mistakes = [.. typeof(RepositoryOptions).GetProperties().SelectMany(property => OutOfRange(property, options))];
        if (!Directory.Exists(options.Path))
            mistakes.Add(
                $"{RepositoryOptions.Section}:{nameof(options.Path)} is '{options.Path}'{Resolved(options.Path)}; allowed: a directory " +
                "that exists, with one folder a model (docs/model-repository.md). Create it, or name another with --models DIR.");
        if (LoadMistake(options) is { } mistake) mistakes.Add(mistake);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> OutOfRange(PropertyInfo property, RepositoryOptions options) =>
        from range in property.GetCustomAttributes<RangeAttribute>()
        let value = property.GetValue(options)
        where !range.IsValid(value)
        select $"{RepositoryOptions.Section}:{property.Name} is {value}; allowed: {(range.OperandType == typeof(TimeSpan) ? "a time" : "an integer")} from {range.Minimum} to {range.Maximum}.";

    private static string? LoadMistake(RepositoryOptions options)
    {
        const string Key = $"{RepositoryOptions.Section}:{nameof(options.Load)}";
        var names = options.ToControl().AtStart;
        if (names.IsEmpty) return null;
        if (options.Mode != ControlMode.Explicit) return $"{Key} is '{options.Load}'; allowed: nothing, unless {RepositoryOptions.Section}:{nameof(options.Mode)} is Explicit.";
        return names is [ControlSpec.All] || names.All(ModelName.IsValid) ? null
            : $"{Key} is '{options.Load}'; allowed: names of models with commas between them ({ModelName.Allowed}), or '{ControlSpec.All}' alone for all.";
    }

    private static string Resolved(string path) =>
        path.Length == 0 || Path.IsPathRooted(path) ? "" : $" (that is '{Path.GetFullPath(path)}')";
}
